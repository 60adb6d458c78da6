package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who is in which group, by the files of a system. */
final class Groups {

    private static final int NAME = 0;
    private static final int NUMBER = 2;
    private static final int MEMBERS = 3;

    private final List<String[]> groups;

    private Groups(List<String[]> groups) {
        this.groups = groups;
    }

    static Groups of(SystemFiles files) {
        return new Groups(files.text("/etc/group").map(FileText::text).stream()
                .flatMap(String::lines)
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > MEMBERS)
                .toList());
    }

    /** Names of the groups of an account: its own and those that list it. */
    Set<String> of(Account account) {
        Set<String> names = new LinkedHashSet<>();
        for (String[] group : groups) {
            boolean isOwn = group[NUMBER].equals(String.valueOf(account.gid()));
            if (isOwn || List.of(group[MEMBERS].split(",", -1)).contains(account.name())) {
                names.add(group[NAME]);
            }
        }
        return names;
    }
}
