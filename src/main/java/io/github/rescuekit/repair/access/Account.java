package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.RescueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An account that a person may log in to.
 *
 * @param password the second field of shadow; empty when there is none
 * @param isAdmin it is root, or in a group whose members become root with sudo
 */
public record Account(String name, int uid, int gid, String home, String shell, String password, boolean isAdmin) {

    private static final int NAME = 0;
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int HOME = 5;
    private static final int SHELL = 6;
    private static final int FIELDS = 7;
    private static final int MEMBERS = 3;
    // Before 2012 people began at 500 on EL.
    private static final int FIRST_PERSON = 500;
    private static final int NOBODY = 65_534;
    private static final Set<String> ADMINS = Set.of("sudo", "wheel", "admin");
    private static final Set<String> NO_SHELLS = Set.of("nologin", "false", "noshell", "sync", "halt", "shutdown");

    /** Root, and the people with a shell, in the order of passwd. */
    public static List<Account> of(SystemFiles files) {
        return every(files).stream()
                .filter(Account::isPerson)
                .filter(it -> it.hasShell(files))
                .toList();
    }

    /** Every account of passwd, those of services as well. */
    public static List<Account> every(SystemFiles files) {
        Map<String, String> passwords = passwords(files);
        List<String> admins = admins(files);
        return lines(files, "/etc/passwd")
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == FIELDS && isNumber(fields[UID]) && isNumber(fields[GID]))
                .map(fields -> new Account(
                        fields[NAME],
                        Integer.parseInt(fields[UID]),
                        Integer.parseInt(fields[GID]),
                        fields[HOME],
                        fields[SHELL].isEmpty() ? "/bin/sh" : fields[SHELL],
                        passwords.getOrDefault(fields[NAME], ""),
                        fields[UID].equals("0") || admins.contains(fields[NAME])))
                .toList();
    }

    /**
     * The account of that name.
     *
     * @throws RescueException that lists the names of people when there is none
     */
    public static Account require(SystemFiles files, String name) {
        List<Account> every = every(files);
        return every.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RescueException.usage(
                        "the system has no account '" + name + "'",
                        "take one of: "
                                + String.join(
                                        ", ",
                                        every.stream()
                                                .filter(Account::isPerson)
                                                .map(Account::name)
                                                .toList())));
    }

    private static boolean isNumber(String field) {
        return field.matches("\\d{1,9}");
    }

    private boolean isPerson() {
        return isRoot() || (uid >= FIRST_PERSON && uid != NOBODY);
    }

    private static Map<String, String> passwords(SystemFiles files) {
        Map<String, String> passwords = new HashMap<>();
        lines(files, "/etc/shadow")
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 1)
                .forEach(fields -> passwords.put(fields[NAME], fields[1]));
        return passwords;
    }

    // sudo:x:27:alice,bob
    private static List<String> admins(SystemFiles files) {
        return lines(files, "/etc/group")
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > MEMBERS && ADMINS.contains(fields[NAME]))
                .flatMap(fields -> Stream.of(fields[MEMBERS].split(",")))
                .toList();
    }

    private static Stream<String> lines(SystemFiles files, String path) {
        return files.text(path).map(FileText::text).stream().flatMap(String::lines);
    }

    // Without the hash: it is nobody's to read.
    @Override
    public String toString() {
        return name;
    }

    public boolean isRoot() {
        return uid == 0;
    }

    public boolean hasShell(SystemFiles files) {
        String program = shell.substring(shell.lastIndexOf('/') + 1);
        return !NO_SHELLS.contains(program) && files.exists(shell);
    }

    /** True when a password can be right: it is set and not locked. */
    public boolean hasPassword() {
        return password.startsWith("$") || password.startsWith("_") || password.matches("[./0-9A-Za-z]{13}");
    }
}
