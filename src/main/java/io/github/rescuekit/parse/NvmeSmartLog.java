package io.github.rescuekit.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code nvme smart-log -o json}, and the same log inside {@code smartctl -j}. */
public final class NvmeSmartLog {

    /**
     * The health log that every NVMe drive keeps.
     *
     * @param availableSpare percent
     * @param percentageUsed of the rated endurance; may exceed 100
     */
    public record Health(
            List<Warning> warnings,
            long availableSpare,
            long availableSpareThreshold,
            long percentageUsed,
            long mediaErrors) {

        public Health {
            warnings = List.copyOf(warnings);
        }

        public boolean isShortOfSpare() {
            return availableSpare < availableSpareThreshold;
        }
    }

    /** A bit of {@code critical_warning}. */
    public enum Warning {
        SPARE(1, "the spare blocks are used up", true),
        TEMPERATURE(2, "the temperature is outside its limits", false),
        RELIABILITY(4, "the drive reports degraded reliability", true),
        READ_ONLY(8, "the drive has made itself read-only", true),
        BACKUP(16, "the backup of its volatile memory failed", true),
        PERSISTENT_MEMORY(32, "its persistent memory region is unreliable", true);

        private final int bit;
        private final String meaning;
        private final boolean failing;

        Warning(int bit, String meaning, boolean failing) {
            this.bit = bit;
            this.meaning = meaning;
            this.failing = failing;
        }

        public String meaning() {
            return meaning;
        }

        /** True when the drive must be replaced. */
        public boolean isFailing() {
            return failing;
        }

        static List<Warning> of(long bits) {
            return Arrays.stream(values())
                    .filter(warning -> (bits & warning.bit) != 0)
                    .toList();
        }
    }

    private static final String SOURCE = "nvme smart-log";

    private NvmeSmartLog() {}

    public static Health parse(String text) {
        Json log = Json.parse(SOURCE, text);
        return health(log, "avail_spare", "spare_thresh", "percent_used").orElseThrow(log::refused);
    }

    static Optional<Health> ofSmartctl(Json log) {
        return health(log, "available_spare", "available_spare_threshold", "percentage_used");
    }

    private static Optional<Health> health(Json log, String spare, String threshold, String used) {
        return log.text("critical_warning")
                .map(bits -> new Health(
                        Warning.of(number(log, "critical_warning")),
                        number(log, spare),
                        number(log, threshold),
                        number(log, used),
                        number(log, "media_errors")));
    }

    private static long number(Json log, String member) {
        try {
            return Long.parseLong(log.text(member).orElseThrow(log::refused));
        } catch (NumberFormatException e) {
            throw log.refused();
        }
    }
}
