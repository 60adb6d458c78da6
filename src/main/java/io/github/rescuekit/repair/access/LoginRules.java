package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of sshd that let only some accounts in, by their names and by the groups of the system's own files. */
public final class LoginRules {

    /** A keyword that names accounts, in the order in which sshd asks them. */
    enum Keyword {
        DENY_USERS("DenyUsers"),
        ALLOW_USERS("AllowUsers"),
        DENY_GROUPS("DenyGroups"),
        ALLOW_GROUPS("AllowGroups");

        private final String word;

        Keyword(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean denies() {
            return this == DENY_USERS || this == DENY_GROUPS;
        }

        boolean isOfUsers() {
            return this == DENY_USERS || this == ALLOW_USERS;
        }

        static boolean isOne(String keyword) {
            return Arrays.stream(values()).anyMatch(it -> it.isKeyword(keyword));
        }

        boolean isKeyword(String keyword) {
            return word.toLowerCase(Locale.ROOT).equals(keyword);
        }
    }

    private final SshdSettings settings;
    private final Groups groups;

    /** Those of a configuration. */
    public LoginRules(SshdSettings settings, SystemFiles files) {
        this.settings = settings;
        this.groups = Groups.of(files);
    }

    /** False when its name or its groups are kept out. */
    public boolean letIn(Account account) {
        return whyOut(account).isEmpty();
    }

    Optional<String> whyOut(Account account) {
        return Arrays.stream(Keyword.values())
                .filter(it -> keepsOut(it, account))
                .findFirst()
                .map(it -> it.word() + " " + String.join(" ", words(it)) + " keeps " + account.name() + " out"
                        + (it.isOfUsers() ? "" : ", which is in " + inWords(groups.of(account))));
    }

    private static String inWords(Set<String> groups) {
        return groups.isEmpty() ? "no group" : "the groups " + String.join(" ", groups);
    }

    boolean keepsOut(Keyword keyword, Account account) {
        List<String> words = words(keyword);
        return !words.isEmpty() && matches(keyword, words, account) == keyword.denies();
    }

    private List<String> words(Keyword keyword) {
        return settings.every(keyword.word().toLowerCase(Locale.ROOT));
    }

    /** True when words of a keyword are about an account. */
    boolean matches(Keyword keyword, List<String> words, Account account) {
        Collection<String> names = keyword.isOfUsers() ? List.of(account.name()) : groups.of(account);
        return words.stream()
                .map(it -> keyword.isOfUsers() && it.contains("@") ? it.substring(0, it.indexOf('@')) : it)
                .anyMatch(it ->
                        names.stream().anyMatch(name -> glob(it).matcher(name).matches()));
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
    }

    /** The group by which an account would be let in. */
    String groupOf(Account account) {
        return groups.of(account).stream().findFirst().orElse(account.name());
    }

    /** What more than a name and its groups decides: the address that somebody comes from. */
    public List<String> doubts() {
        return Arrays.stream(Keyword.values())
                .filter(Keyword::isOfUsers)
                .filter(it -> words(it).stream().anyMatch(word -> word.contains("@")))
                .map(it -> it.word().toLowerCase(Locale.ROOT) + " " + String.join(" ", words(it)))
                .toList();
    }
}
