package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last boots in the journal of an installed system. */
final class JournalBoots {

    // The kept one is the active file; "@" is in the names of those that were put away, "~" of those that were damaged.
    private static final String FILES = "/var/log/journal/*/system*.journal*";
    private static final int MOST_ENTRIES = 6000;
    private static final int MOST_FILES = 4;

    private final SystemFiles files;
    private final List<String> unknowns = new ArrayList<>();

    JournalBoots(SystemFiles files) {
        this.files = files;
    }

    /** The newest boot first. */
    List<Boot> read() {
        List<JournalFile.Entry> entries = new ArrayList<>();
        for (SystemFile file : newest()) {
            if (entries.size() < MOST_ENTRIES) {
                entries.addAll(entries(file.path(), MOST_ENTRIES - entries.size()));
            }
        }
        entries.sort(Comparator.comparingLong(JournalFile.Entry::microseconds));
        return boots(entries);
    }

    /** Files that could not be read, one sentence each; to be asked after reading. */
    List<String> unknowns() {
        return List.copyOf(unknowns);
    }

    private List<SystemFile> newest() {
        return files.glob(FILES).stream()
                .filter(SystemFile::isRegular)
                .sorted(Comparator.comparing(SystemFile::modified).reversed())
                .limit(MOST_FILES)
                .toList();
    }

    private List<JournalFile.Entry> entries(String path, int most) {
        try {
            return JournalFile.last(files, path, most);
        } catch (JournalFile.Damaged e) {
            unknowns.add(path + " could not be read: " + e.getMessage());
            return List.of();
        }
    }

    private static List<Boot> boots(List<JournalFile.Entry> entries) {
        Map<String, List<LogLine>> byBoot = new LinkedHashMap<>();
        entries.forEach(it ->
                byBoot.computeIfAbsent(it.boot(), boot -> new ArrayList<>()).add(it.line()));
        List<Boot> boots = new ArrayList<>();
        byBoot.values().forEach(lines -> boots.add(0, new Boot("journal", lines)));
        return boots;
    }
}
