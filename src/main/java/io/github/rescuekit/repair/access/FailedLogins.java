package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Accounts whose passwords PAM refuses after too many wrong ones, until somebody resets a count that outlives the boot. A
 * lock that ends by itself is none.
 */
public final class FailedLogins {

    private static final String FAILLOCK = "pam_faillock.so";
    private static final String TALLY2 = "pam_tally2.so";
    private static final List<String> CONFIGURATIONS =
            List.of("/etc/security/faillock.conf", "/usr/etc/security/faillock.conf");
    private static final String TALLY_LOG = "/var/log/tallylog";
    private static final int USUAL_DENY = 3;
    private static final long USUAL_INTERVAL = 900;
    // struct tally of pam_faillock, struct tallylog of pam_tally2: 52 bytes of source or line, 2 reserved, a status or
    // count of 2, a time of 8.
    private static final int RECORD = 64;
    private static final int NUMBER_AT = 54;
    private static final int TIME_AT = 56;
    private static final int IS_VALID = 1;
    private static final int MOST_RECORDS = 1024;

    /**
     * An account that is locked.
     *
     * @param file that keeps the count
     * @param isAlone the count is that of this account alone
     */
    public record Locked(Account account, String file, int failures, boolean isAlone) {

        @Override
        public String toString() {
            return account.name() + ": " + failures + " wrong passwords are kept in " + file
                    + ", and no time ends the lock";
        }
    }

    private final SystemFiles files;

    private FailedLogins(SystemFiles files) {
        this.files = files;
    }

    static List<Locked> of(SystemFiles files, PamStack stack) {
        FailedLogins logins = new FailedLogins(files);
        List<Locked> locked = new ArrayList<>();
        for (Account account : Account.of(files)) {
            logins.byFaillock(account, stack)
                    .or(() -> logins.byTally2(account, stack))
                    .ifPresent(locked::add);
        }
        return locked;
    }

    private Optional<Locked> byFaillock(Account account, PamStack stack) {
        return stack.of(FAILLOCK).stream()
                .filter(it -> it.phase().equals("auth"))
                .findFirst()
                .flatMap(rule -> {
                    List<String> words = Stream.concat(rule.arguments().stream(), configured(rule))
                            .toList();
                    String directory = value(words, "dir").orElse("/var/run/faillock");
                    return isForever(account, words, true) && isOnDisk(directory)
                            ? tally(account, directory + "/" + account.name(), words)
                            : Optional.empty();
                });
    }

    // Words of the rule count before those of the file.
    private Stream<String> configured(PamStack.Rule rule) {
        return rule.value("conf")
                .map(Stream::of)
                .orElseGet(CONFIGURATIONS::stream)
                .flatMap(it -> files.text(it).stream())
                .limit(1)
                .map(FileText::text)
                .flatMap(String::lines)
                .map(it -> it.replaceFirst("#.*", "").strip().replaceFirst("\\s*=\\s*", "="))
                .filter(it -> !it.isEmpty());
    }

    private boolean isOnDisk(String directory) {
        return files.find(directory)
                .map(SystemFile::path)
                .filter(it -> !it.startsWith("/run/") && !it.startsWith("/var/run/"))
                .isPresent();
    }

    private Optional<Locked> tally(Account account, String file, List<String> words) {
        byte[] bytes = files.head(file, RECORD * MOST_RECORDS).orElse(new byte[0]);
        ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> times = new ArrayList<>();
        for (int at = 0; at + RECORD <= bytes.length; at += RECORD) {
            if ((records.getShort(at + NUMBER_AT) & IS_VALID) != 0) {
                times.add(records.getLong(at + TIME_AT));
            }
        }
        long latest = times.stream().mapToLong(it -> it).max().orElse(0);
        long interval = number(words, "fail_interval").orElse(USUAL_INTERVAL);
        int failures = (int) times.stream().filter(it -> latest - it < interval).count();
        long deny = number(words, "deny").orElse((long) USUAL_DENY);
        return deny > 0 && failures >= deny ? Optional.of(new Locked(account, file, failures, true)) : Optional.empty();
    }

    private Optional<Locked> byTally2(Account account, PamStack stack) {
        return stack.of(TALLY2).stream()
                .filter(it -> it.phase().equals("auth"))
                .findFirst()
                .flatMap(rule -> {
                    String file = rule.value("file").orElse(TALLY_LOG);
                    long deny = number(rule.arguments(), "deny").orElse(0L);
                    int failures = count(file, account.uid());
                    return deny > 0 && failures >= deny && isForever(account, rule.arguments(), false)
                            ? Optional.of(new Locked(account, file, failures, false))
                            : Optional.empty();
                });
    }

    // Its records stand at the place of the account's number.
    private int count(String file, int uid) {
        byte[] bytes = files.part(file, (long) uid * RECORD, RECORD).orElse(new byte[0]);
        return bytes.length < RECORD
                ? 0
                : Short.toUnsignedInt(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(NUMBER_AT));
    }

    // Both spare root unless they are told not to. Without a word on time only pam_faillock's lock ends.
    private static boolean isForever(Account account, List<String> words, boolean endsByItself) {
        Optional<String> ofAll = value(words, "unlock_time");
        if (!account.isRoot()) {
            return ofAll.map(FailedLogins::isNever).orElse(!endsByItself);
        }
        Optional<String> ofRoot = value(words, "root_unlock_time");
        boolean denies = ofRoot.isPresent() || words.contains("even_deny_root");
        return denies && ofRoot.or(() -> ofAll).map(FailedLogins::isNever).orElse(!endsByItself);
    }

    private static boolean isNever(String time) {
        return time.toLowerCase(Locale.ROOT).equals("never") || time.matches("0+");
    }

    private static Optional<Long> number(List<String> words, String name) {
        return value(words, name).filter(it -> it.matches("\\d{1,9}")).map(Long::valueOf);
    }

    private static Optional<String> value(List<String> words, String name) {
        return words.stream()
                .filter(it -> it.startsWith(name + "="))
                .map(it -> it.substring(name.length() + 1))
                .findFirst();
    }
}
