package io.github.rescuekit.installed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The settings of a systemd unit: those of its file, then those of its drop-ins, in the order in which systemd reads them. */
public record UnitSettings(List<Setting> settings) {

    /**
     * One assignment.
     *
     * @param value on one line, also where the file breaks it with backslashes
     */
    public record Setting(String file, String section, String key, String value) {}

    private static final List<String> DIRECTORIES = List.of(
            "/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");

    public UnitSettings {
        settings = List.copyOf(settings);
    }

    /** Reads the unit file that counts and its drop-ins; nothing is set when there is none. */
    public static UnitSettings of(SystemFiles files, String unit) {
        Stream<String> unitFile =
                SystemdUnits.unitFiles(files, unit).stream().limit(1).map(SystemFile::path);
        return new UnitSettings(Stream.concat(unitFile, dropIns(files, unit).stream())
                .flatMap(file -> files.text(file).stream().flatMap(text -> read(file, text.text()).stream()))
                .toList());
    }

    /** The paths of the drop-ins that count, in their order; one in /etc hides one of the same name in /usr. */
    public static List<String> dropIns(SystemFiles files, String unit) {
        TreeMap<String, String> byName = new TreeMap<>();
        for (String directory : DIRECTORIES) {
            for (SystemFile file : files.glob(directory + "/" + unit + ".d/*.conf")) {
                byName.putIfAbsent(LinkTargets.name(file.path()), file.path());
            }
        }
        return List.copyOf(byName.values());
    }

    /** All values of a setting that is a list; an empty value clears those before it. */
    public List<Setting> list(String section, String key) {
        List<Setting> values = new ArrayList<>();
        for (Setting setting : settings) {
            if (setting.section().equals(section) && setting.key().equals(key)) {
                if (setting.value().isEmpty()) {
                    values.clear();
                } else {
                    values.add(setting);
                }
            }
        }
        return List.copyOf(values);
    }

    /** The value of a setting that is no list: the last one. */
    public Optional<String> value(String section, String key) {
        List<Setting> values = list(section, key);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.get(values.size() - 1).value());
    }

    private static List<Setting> read(String file, String text) {
        List<Setting> settings = new ArrayList<>();
        String section = "";
        for (String line : joined(text)) {
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (equals > 0) {
                settings.add(new Setting(
                        file,
                        section,
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip()));
            }
        }
        return settings;
    }

    // Comments may stand between the lines of one value.
    private static List<String> joined(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : text.lines().map(String::strip).toList()) {
            if (part.startsWith("#") || part.startsWith(";")) {
                continue;
            }
            boolean goesOn = part.endsWith("\\");
            line.append(goesOn ? part.substring(0, part.length() - 1).strip() + " " : part);
            if (!goesOn) {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
        }
        lines.add(line.toString().strip());
        return lines;
    }
}
