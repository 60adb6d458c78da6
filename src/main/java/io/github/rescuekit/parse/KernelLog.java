package io.github.rescuekit.parse;

import io.github.rescuekit.model.HardwareError;
import io.github.rescuekit.model.HardwareError.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the lines about errors of the hardware in what {@code dmesg} prints. */
public final class KernelLog {

    private record Row(Kind kind, Pattern pattern) {}

    // The first that fits decides: an EDAC line about an uncorrected error also carries the mark of a hardware error.
    private static final List<Row> ROWS = List.of(
            // "I/O error, dev sda, sector 2048 op 0x0:(READ)", before 5.13 behind "blk_update_request: ", and with
            // "critical medium error" where the disk itself said that it cannot.
            row(
                    Kind.DISK,
                    "(?:I/O error|critical [a-z ]{1,30}error), dev (?<device>[^,\\s]{1,64}), sector (?<sector>\\d{1,18})"),
            row(Kind.DISK, "Buffer I/O error on dev(?:ice)? (?<device>[^,\\s]{1,64}), "),
            row(Kind.UNCORRECTED, "EDAC [^:]{1,40}: \\d{1,9} UE "),
            row(Kind.CORRECTED, "EDAC [^:]{1,40}: \\d{1,9} CE "),
            row(
                    Kind.UNCORRECTED,
                    "\\[Hardware Error\\]: .{0,200}(?:[Uu]ncorrected|[Ff]atal|Processor context corrupt|\\|UE\\|)"),
            row(Kind.CORRECTED, "\\[Hardware Error\\]: "),
            row(Kind.CORRECTED, "Machine check events logged"),
            row(Kind.THROTTLED, "temperature (?:is )?above threshold, cpu clock (?:is )?throttled"));

    private KernelLog() {}

    public static List<HardwareError> parse(String text) {
        List<HardwareError> errors = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            error(lines.line()).ifPresent(errors::add);
        }
        return errors;
    }

    private static Row row(Kind kind, String pattern) {
        return new Row(kind, Pattern.compile(pattern));
    }

    private static Optional<HardwareError> error(String line) {
        for (Row row : ROWS) {
            Matcher found = row.pattern().matcher(line);
            if (found.find()) {
                return Optional.of(new HardwareError(
                        row.kind(),
                        line.strip(),
                        group(row, found, "device"),
                        group(row, found, "sector").map(Long::valueOf)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> group(Row row, Matcher found, String name) {
        return row.pattern().pattern().contains("(?<" + name + ">")
                ? Optional.ofNullable(found.group(name))
                : Optional.empty();
    }
}
