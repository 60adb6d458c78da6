package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that open one account.
 *
 * @param count those that give a shell
 * @param refusals why sshd takes no key from a file that has some
 */
public record AuthorizedKeys(int count, List<String> refusals) {

    private static final List<String> USUAL = List.of(".ssh/authorized_keys", ".ssh/authorized_keys2");
    private static final Pattern KEY =
            Pattern.compile("(?:^|.*\\s)(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\\S+|sk-\\S+)\\s+AAAA\\S+.*");
    private static final int WRITE_OF_OTHERS = 0022;

    public AuthorizedKeys {
        refusals = List.copyOf(refusals);
    }

    public static AuthorizedKeys of(Account account, SshdSettings settings, SystemFiles files) {
        boolean strict = isStrict(settings);
        int count = 0;
        List<String> refusals = new ArrayList<>();
        for (String path : paths(account, settings)) {
            int keys = keys(files, path);
            Optional<String> refusal = strict && keys > 0 ? refusal(path, account, files) : Optional.empty();
            refusal.ifPresent(refusals::add);
            count += refusal.isPresent() ? 0 : keys;
        }
        return new AuthorizedKeys(count, refusals);
    }

    static boolean isStrict(SshdSettings settings) {
        return !settings.has("strictmodes", "no");
    }

    /** Where sshd looks for the keys of an account; none when it looks nowhere. */
    static List<String> paths(Account account, SshdSettings settings) {
        List<String> patterns = settings.words("authorizedkeysfile");
        return (patterns.isEmpty() ? USUAL : patterns)
                .stream()
                        .filter(it -> !it.equalsIgnoreCase("none"))
                        .map(it -> path(it, account))
                        .toList();
    }

    private static String path(String pattern, Account account) {
        String path = pattern.replace("%h", account.home())
                .replace("%u", account.name())
                .replace("%U", Integer.toString(account.uid()))
                .replace("%%", "%");
        return path.startsWith("/") ? path : account.home() + "/" + path;
    }

    // cloud-init closes root's account with command="echo 'Please login as the user ...'" before the key.
    private static int keys(SystemFiles files, String path) {
        return (int) files.text(path).map(FileText::text).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.startsWith("#") && KEY.matcher(line).matches())
                .filter(line -> !line.contains("command=\""))
                .count();
    }

    private static Optional<String> refusal(String path, Account account, SystemFiles files) {
        return untrusted(path, account, files).stream()
                .findFirst()
                .map(it -> "sshd takes no key from " + path + ": " + it.path() + " has mode " + it.mode()
                        + " and owner " + it.uid());
    }

    /** The file and the directories up to the home that sshd would not trust, because others could write there. */
    static List<SystemFile> untrusted(String path, Account account, SystemFiles files) {
        List<SystemFile> untrusted = new ArrayList<>();
        for (String place = path; !place.isEmpty(); place = place.substring(0, place.lastIndexOf('/'))) {
            files.find(place).filter(it -> !isTrusted(it, account)).ifPresent(untrusted::add);
            if (place.equals(account.home())) {
                break;
            }
        }
        return untrusted;
    }

    private static boolean isTrusted(SystemFile file, Account account) {
        return (file.uid() == 0 || file.uid() == account.uid()) && !file.mode().grantsAny(WRITE_OF_OTHERS);
    }
}
