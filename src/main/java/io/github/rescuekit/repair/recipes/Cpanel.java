package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cPanel server: its settings, and its accounts with their shells. */
record Cpanel(SystemFiles files) {

    static final String CONFIGURATION = "/var/cpanel/cpanel.config";
    static final String JAILSHELL = "/usr/local/cpanel/bin/jailshell";
    static final String NOSHELL = "/usr/local/cpanel/bin/noshell";

    private static final String USERS = "/var/cpanel/users";
    static final String FPM_JAIL = "/var/cpanel/feature_toggles/apachefpmjail";
    private static final int MOST_NAMES = 5;
    private static final int SHELL = 6;

    /** An account; the shell that counts is the one in passwd. */
    record Account(String name, String shell) {

        boolean isJailed() {
            return shell.equals(JAILSHELL);
        }

        boolean hasNoShell() {
            return shell.equals(NOSHELL);
        }
    }

    static Optional<Cpanel> of(SystemFiles files) {
        return files.exists("/usr/local/cpanel/version") || files.exists(CONFIGURATION)
                ? Optional.of(new Cpanel(files))
                : Optional.empty();
    }

    /** The accounts that cPanel manages. */
    List<Account> accounts() {
        List<String> managed = files.list(USERS);
        return files.text("/etc/passwd").stream()
                .flatMap(text -> text.text().lines())
                .map(line -> Arrays.asList(line.split(":", -1)))
                .filter(fields -> fields.size() > SHELL && managed.contains(fields.get(0)))
                .map(fields -> new Account(fields.get(0), fields.get(SHELL)))
                .toList();
    }

    /** Those whose programs run in a jail now and then. */
    List<Account> jailed() {
        return accounts().stream()
                .filter(it -> it.isJailed() || it.hasNoShell())
                .toList();
    }

    boolean isSet(String key) {
        return files.text(CONFIGURATION)
                .flatMap(text -> new KeyValueLines(text).value(key))
                .filter("1"::equals)
                .isPresent();
    }

    boolean jailsPhp() {
        return files.exists(FPM_JAIL);
    }

    String jailEvidence() {
        String whose = Stream.of(
                        names("jailshell", accounts().stream().filter(Account::isJailed)),
                        names("noshell", accounts().stream().filter(Account::hasNoShell)))
                .filter(it -> !it.isEmpty())
                .reduce((one, other) -> one + " and " + other)
                .orElse("nobody");
        return "cPanel binds /usr, /var and others into a jail below /home/virtfs for accounts with " + whose
                + (isSet("jailapache") ? "; for good, because of jailapache=1" : "")
                + (jailsPhp() ? "; " + FPM_JAIL + " does the same for PHP-FPM" : "");
    }

    private static String names(String shell, Stream<Account> accounts) {
        List<String> names = accounts.map(Account::name).toList();
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return names.isEmpty()
                ? ""
                : shell + " (" + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))) + more + ")";
    }

    /** The accounts' crontabs: Red Hat's place, and Debian's. */
    Optional<SystemFile> crontab(String account) {
        return Stream.of("/var/spool/cron/" + account, "/var/spool/cron/crontabs/" + account)
                .flatMap(path -> files.find(path).stream())
                .filter(SystemFile::isRegular)
                .findFirst();
    }

    boolean isSuspended(String account) {
        return files.exists("/var/cpanel/suspendinfo/" + account);
    }
}
