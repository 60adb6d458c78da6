package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SshdLine;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lines of its configuration for which sshd does not start. */
public final class SshdRefusals {

    private static final String PROGRAM = "/usr/sbin/sshd";
    // The words of its table end with a zero byte.
    private static final String KNOWN = "permitrootlogin";
    private static final char END = '\0';
    private static final int LAST_PORT = 65_535;
    private static final Set<String> YES_NO = Set.of("yes", "no");
    private static final Map<String, Set<String>> VALUES = Map.of(
            "permitrootlogin",
            Set.of("yes", "no", "without-password", "prohibit-password", "forced-commands-only"),
            "passwordauthentication",
            YES_NO,
            "pubkeyauthentication",
            YES_NO,
            "kbdinteractiveauthentication",
            YES_NO,
            "challengeresponseauthentication",
            YES_NO,
            "permitemptypasswords",
            YES_NO,
            "usepam",
            YES_NO,
            "strictmodes",
            YES_NO);

    private final Optional<String> program;

    private SshdRefusals(Optional<String> program) {
        this.program = program;
    }

    /** A line and why sshd refuses it. */
    public record Refusal(SshdLine line, String why) {}

    /** Those of the system, in the order in which sshd reads them. */
    public static List<Refusal> of(SystemFiles files) {
        SshdRefusals refusals = new SshdRefusals(program(files));
        return SshdSettings.of(files).lines().stream()
                .flatMap(line -> refusals.why(line).map(it -> new Refusal(line, it)).stream())
                .distinct()
                .toList();
    }

    // The program itself is asked which keywords it has: they differ by version and distribution.
    private static Optional<String> program(SystemFiles files) {
        return files.text(PROGRAM).map(FileText::text).filter(it -> it.contains(KNOWN + END));
    }

    private Optional<String> why(SshdLine line) {
        String keyword = line.setting().keyword();
        if (program.filter(it -> !it.contains(keyword + END)).isPresent()) {
            return Optional.of("its sshd has no keyword '" + keyword + "'");
        }
        Optional<String> value = line.setting().arguments().stream().findFirst();
        if (value.isEmpty()) {
            return VALUES.containsKey(keyword) || keyword.equals("port")
                    ? Optional.of(keyword + " has no value")
                    : Optional.empty();
        }
        return isTaken(keyword, value.get()) ? Optional.empty() : Optional.of(keyword + " cannot be " + value.get());
    }

    private static boolean isTaken(String keyword, String value) {
        if (keyword.equals("port")) {
            return !value.matches("\\d{1,9}") || (Integer.parseInt(value) > 0 && Integer.parseInt(value) <= LAST_PORT);
        }
        Set<String> values = VALUES.get(keyword);
        return values == null || values.contains(value.toLowerCase(Locale.ROOT));
    }
}
