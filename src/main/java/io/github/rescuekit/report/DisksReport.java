package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The block devices as a tree, the rescue system's own named as such, and what could not be found out. */
public final class DisksReport {

    private static final int WIDE = 120;
    private static final int WIDEST_NAME = 34;
    private static final String INDENT = "  ";

    private final Machine machine;
    private final int columns;
    private final DeviceWords words;

    /**
     * Shows a machine.
     *
     * @param columns of the terminal; a wide one also shows UUIDs
     */
    public DisksReport(Machine machine, int columns) {
        this.machine = machine;
        this.columns = columns;
        this.words = new DeviceWords(machine, columns >= WIDE);
    }

    /** The answer of the verb. */
    public Answer answer(Style style) {
        return new Answer(ExitCode.DONE, text(style), json());
    }

    String text(Style style) {
        List<String> lines = new ArrayList<>();
        devices(lines, style);
        idleArrays(lines, style);
        unknowns(lines, style);
        lines.add("");
        lines.add("Next: rescuekit systems");
        return String.join("\n", lines) + "\n";
    }

    private record Row(String name, BlockDevice device) {}

    private void devices(List<String> lines, Style style) {
        List<Row> rows = new ArrayList<>();
        Set<BlockDevice> shown = new HashSet<>();
        machine.wholeDisks().stream()
                .sorted(Comparator.comparing(disk -> disk.kind() == DeviceKind.LOOP))
                .forEach(disk -> collect(disk, "", shown, rows));
        if (rows.isEmpty()) {
            lines.add(style.bad("No block device was found."));
            return;
        }
        int width = Math.min(
                WIDEST_NAME,
                rows.stream().mapToInt(row -> row.name().length()).max().orElse(0));
        lines.add(style.heading(cells(width, "DEVICE", "SIZE") + "CONTENTS"));
        rows.forEach(row -> lines.addAll(lines(row, width, style)));
    }

    // A device without a size is a drive without a medium, or a loop device without a file.
    private void collect(BlockDevice device, String indent, Set<BlockDevice> shown, List<Row> rows) {
        if (device.size().count() > 0 && shown.add(device)) {
            rows.add(new Row(indent + Show.text(device.path()), device));
            machine.childrenOf(device).forEach(child -> collect(child, indent + INDENT, shown, rows));
        }
    }

    private List<String> lines(Row row, int width, Style style) {
        boolean rescue = machine.belongsToRescue(row.device());
        String first = cells(width, row.name(), row.device().size().toString());
        String text = (rescue && row.device().isWholeDisk() ? "THIS RESCUE SYSTEM, " : "") + words.of(row.device());
        List<String> lines = columns >= WIDE
                ? List.of(first + text)
                : Wrapped.lines(
                        text,
                        first,
                        " ".repeat(Math.min(first.length(), cells(width, "", "").length())));
        return lines.stream()
                .map(String::stripTrailing)
                .map(line -> words.isInTrouble(row.device()) ? style.bad(line) : rescue ? style.dim(line) : line)
                .toList();
    }

    private static String cells(int width, String name, String size) {
        return String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s %10s  ", name, size);
    }

    private void idleArrays(List<String> lines, Style style) {
        List<MdArray> idle = machine.arrays().stream()
                .filter(array -> machine.device(array.path())
                        .filter(device -> device.size().count() > 0)
                        .isEmpty())
                .toList();
        if (!idle.isEmpty()) {
            lines.add("");
            lines.add(style.heading("Arrays that do not run:"));
            idle.forEach(array -> lines.addAll(Wrapped.lines(idleWords(array), INDENT, INDENT + INDENT)));
        }
    }

    private static String idleWords(MdArray array) {
        List<String> members =
                array.members().stream().map(it -> Show.text(it.path())).toList();
        return Show.text(array.path()) + ": " + String.join(", ", DeviceWords.arrayWords(array)) + ", of "
                + String.join(", ", members);
    }

    private void unknowns(List<String> lines, Style style) {
        if (!machine.unknowns().isEmpty()) {
            lines.add("");
            lines.add(style.heading("Not known:"));
            machine.unknowns().stream()
                    .flatMap(it -> Wrapped.lines(Show.text(it), INDENT + "- ", INDENT + INDENT).stream())
                    .forEach(line -> lines.add(style.warning(line)));
        }
    }

    JsonObject json() {
        return new MachineJson(machine).json();
    }
}
