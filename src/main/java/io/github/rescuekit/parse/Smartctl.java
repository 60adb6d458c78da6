package io.github.rescuekit.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code smartctl -j -x}.
 *
 * @param bits every bit of the exit code
 * @param passed the drive's own verdict about itself
 * @param grownDefects SCSI: blocks that went bad after the drive was made
 * @param uncorrected SCSI: reads and writes that could not be corrected
 * @param messages what smartctl itself had to say
 */
public record Smartctl(
        Set<Bit> bits,
        Optional<Boolean> passed,
        Optional<String> model,
        Optional<String> serial,
        Optional<Long> powerOnHours,
        List<Attribute> attributes,
        Optional<NvmeSmartLog.Health> nvme,
        Optional<Long> grownDefects,
        Optional<Long> uncorrected,
        List<String> messages) {

    /** A bit of the exit code, see smartctl(8). */
    public enum Bit {
        COMMAND_LINE(1, "smartctl was called wrongly or does not know this device"),
        NOT_OPENED(2, "the device could not be opened, or sleeps"),
        COMMAND_FAILED(4, "the drive did not answer a SMART command, or with a wrong checksum"),
        FAILING(8, "the drive says that it is failing"),
        PREFAIL_NOW(16, "an attribute is at or below its threshold"),
        PREFAIL_PAST(32, "an attribute was at or below its threshold in the past"),
        ERROR_LOG(64, "the drive's error log has entries"),
        SELF_TEST_LOG(128, "the drive's self-test log has errors");

        private final int value;
        private final String meaning;

        Bit(int value, String meaning) {
            this.value = value;
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }

        static Set<Bit> of(int exitCode) {
            return Arrays.stream(values())
                    .filter(bit -> (exitCode & bit.value) != 0)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** One row of the ATA attribute table. */
    public record Attribute(int id, String name, boolean prefailure, When failed, long raw) {

        /** When its normalized value was at or below the threshold. */
        public enum When {
            NEVER,
            PAST,
            NOW
        }
    }

    private static final String SOURCE = "smartctl";
    private static final int COMMAND_TIMEOUT = 188;
    private static final int WORD = 0xffff;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,15}(?=\\D|$)");

    public Smartctl {
        bits = Set.copyOf(bits);
        attributes = List.copyOf(attributes);
        messages = List.copyOf(messages);
    }

    public static Smartctl parse(int exitCode, String text) {
        Json root = Json.parse(SOURCE, text);
        return new Smartctl(
                Bit.of(exitCode),
                root.child("smart_status").flatMap(it -> it.text("passed")).map(Boolean::valueOf),
                root.text("model_name"),
                root.text("serial_number"),
                root.child("power_on_time").flatMap(it -> number(it, "hours")),
                attributes(root),
                root.child("nvme_smart_health_information_log").flatMap(NvmeSmartLog::ofSmartctl),
                number(root, "scsi_grown_defect_list"),
                uncorrected(root),
                messages(root));
    }

    public Optional<Attribute> attribute(int id) {
        return attributes.stream().filter(it -> it.id() == id).findFirst();
    }

    private static List<Attribute> attributes(Json root) {
        return root.child("ata_smart_attributes").map(it -> it.children("table")).orElse(List.of()).stream()
                .map(Smartctl::attribute)
                .toList();
    }

    private static Attribute attribute(Json row) {
        int id = number(row, "id").orElseThrow(row::refused).intValue();
        return new Attribute(
                id,
                row.text("name").orElse("attribute " + id),
                row.child("flags")
                        .flatMap(it -> it.text("prefailure"))
                        .map(Boolean::valueOf)
                        .orElse(false),
                when(row.text("when_failed").orElse("")),
                row.child("raw").map(it -> raw(id, it)).orElse(0L));
    }

    // smartctl 7 writes "now" and "past"; its text output, and tools that convert it, "FAILING_NOW" and "In_the_past".
    private static Attribute.When when(String text) {
        return switch (text) {
            case "now", "NOW", "FAILING_NOW" -> Attribute.When.NOW;
            case "past", "Past", "In_the_past" -> Attribute.When.PAST;
            default -> Attribute.When.NEVER;
        };
    }

    // The string is the value as the drive database decodes it: raw 167504969753 is "25 (Min/Max 19/39)".
    private static long raw(int id, Json raw) {
        long value = raw.text("string")
                .flatMap(text -> COUNT.matcher(text).results().findFirst())
                .map(count -> Long.parseLong(count.group()))
                .or(() -> number(raw, "value"))
                .orElse(0L);
        // Seagate packs three counters of 16 bits into it; the lowest is the number of all timeouts.
        return id == COMMAND_TIMEOUT ? value & WORD : value;
    }

    private static Optional<Long> uncorrected(Json root) {
        List<Long> counts = new ArrayList<>();
        root.child("scsi_error_counter_log")
                .ifPresent(log -> List.of("read", "write", "verify")
                        .forEach(kind -> log.child(kind)
                                .flatMap(it -> number(it, "total_uncorrected_errors"))
                                .ifPresent(counts::add)));
        return counts.stream().reduce(Long::sum);
    }

    private static List<String> messages(Json root) {
        return root.child("smartctl").map(it -> it.children("messages")).orElse(List.of()).stream()
                .flatMap(it -> it.text("string").stream())
                .toList();
    }

    private static Optional<Long> number(Json json, String member) {
        try {
            return json.text(member).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw json.refused();
        }
    }
}
