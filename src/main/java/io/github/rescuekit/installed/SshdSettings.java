package io.github.rescuekit.installed;

import io.github.rescuekit.model.SshdSetting;
import io.github.rescuekit.parse.SshdConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What sshd's configuration sets for everybody. The first value for a keyword counts, so that a file that is included at
 * the top goes before the main one; what stands below a {@code Match} is for some only.
 */
public final class SshdSettings {

    public static final String FILE = "/etc/ssh/sshd_config";
    private static final int DEEPEST = 8;

    private final SystemFiles files;
    private final List<SshdSetting> settings = new ArrayList<>();
    private final List<SshdLine> lines = new ArrayList<>();
    private boolean hasMatches;

    private SshdSettings(SystemFiles files) {
        this.files = files;
    }

    /** Reads the configuration with what it includes. */
    public static SshdSettings of(SystemFiles files) {
        SshdSettings settings = new SshdSettings(files);
        settings.read(FILE, true, 0);
        return settings;
    }

    private void read(String file, boolean fileIsForEverybody, int depth) {
        boolean forEverybody = fileIsForEverybody;
        for (SshdSetting setting :
                files.text(file).map(FileText::text).map(SshdConfig::parse).orElse(List.of())) {
            if (setting.keyword().equals("match")) {
                forEverybody = fileIsForEverybody && setting.arguments().equals(List.of("all"));
                hasMatches |= !forEverybody;
            }
            lines.add(new SshdLine(file, setting, forEverybody));
            if (setting.keyword().equals("include") && depth < DEEPEST) {
                boolean included = forEverybody;
                setting.arguments().forEach(it -> included(it).forEach(path -> read(path, included, depth + 1)));
            } else if (forEverybody && !setting.keyword().equals("match")) {
                settings.add(setting);
            }
        }
    }

    private List<String> included(String pattern) {
        String absolute = pattern.startsWith("/") ? pattern : "/etc/ssh/" + pattern;
        return files.glob(absolute).stream().map(SystemFile::path).toList();
    }

    /** Every line in the order in which sshd reads them, those below a {@code Match} as well. */
    public List<SshdLine> lines() {
        return List.copyOf(lines);
    }

    /** The value of a keyword in lower case, in lower case; empty when only sshd's own default counts. */
    public Optional<String> value(String keyword) {
        return words(keyword).stream().findFirst().map(it -> it.toLowerCase(Locale.ROOT));
    }

    /** All arguments of the line that counts. */
    public List<String> words(String keyword) {
        return settings.stream()
                .filter(it -> it.keyword().equals(keyword))
                .map(SshdSetting::arguments)
                .findFirst()
                .orElse(List.of());
    }

    /** The arguments of all lines, for a keyword whose lines add up. */
    public List<String> every(String keyword) {
        return settings.stream()
                .filter(it -> it.keyword().equals(keyword))
                .flatMap(it -> it.arguments().stream())
                .toList();
    }

    public boolean has(String keyword, String value) {
        return value(keyword).filter(value::equals).isPresent();
    }

    public boolean sets(String keyword) {
        return settings.stream().anyMatch(it -> it.keyword().equals(keyword));
    }

    /** True when some settings are for some users or addresses only. */
    public boolean hasMatches() {
        return hasMatches;
    }
}
