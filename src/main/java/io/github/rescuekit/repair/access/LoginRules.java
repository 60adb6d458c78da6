package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.SshdSettings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of sshd that let only some accounts in, as far as names alone decide. */
public final class LoginRules {

    private static final List<String> OF_NAMES = List.of("allowusers", "denyusers");
    private static final List<String> OF_GROUPS = List.of("allowgroups", "denygroups");

    private final SshdSettings settings;

    /** Those of a configuration. */
    public LoginRules(SshdSettings settings) {
        this.settings = settings;
    }

    /** False when its name is kept out. */
    public boolean letIn(Account account) {
        return isAllowed(account) && !isDenied(account);
    }

    boolean isAllowed(Account account) {
        List<String> allowed = settings.every("allowusers");
        return allowed.isEmpty() || matches(allowed, account);
    }

    boolean isDenied(Account account) {
        return matches(settings.every("denyusers"), account);
    }

    static boolean matches(List<String> patterns, Account account) {
        return patterns.stream()
                .map(it -> it.contains("@") ? it.substring(0, it.indexOf('@')) : it)
                .anyMatch(it -> glob(it).matcher(account.name()).matches());
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
    }

    /** What more than a name decides: the group, the address that somebody comes from. */
    public List<String> doubts() {
        return Stream.concat(
                        OF_NAMES.stream()
                                .filter(it -> settings.every(it).stream().anyMatch(word -> word.contains("@"))),
                        OF_GROUPS.stream().filter(settings::sets))
                .map(it -> it + " " + String.join(" ", settings.every(it)))
                .toList();
    }
}
