package io.github.rescuekit.repair;

import io.github.rescuekit.session.JournalRun;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** New bytes in the boot area of a disk. The old ones are in the plan, which is on the disk before anything is written. */
final class BootAreaAct {

    private static final String TABLE = "table";

    private final SystemWriter writer;
    private final Step.WriteBootArea step;

    BootAreaAct(SystemWriter writer, Step.WriteBootArea step) {
        this.writer = writer;
        this.step = step;
    }

    /** Writes it; false when it is already so. */
    boolean apply(JournalRun run, int number) {
        BootArea area = writer.surroundings().bootArea(step.path());
        if (holds(area, step.after())) {
            return false;
        }
        if (!holds(area, step.before())) {
            throw TargetReader.changedSince("the boot area of " + step.path(), "was changed since the plan was made");
        }
        run.keepNote(number, TABLE, area.tableHash().getBytes(StandardCharsets.UTF_8));
        run.append(StepRecord.begun(number, step.path(), Optional.empty(), ""));
        area.write(step.offset(), bytes(step.after()));
        run.append(StepRecord.done(number, List.of(step.path())));
        return true;
    }

    List<Undo.Conflict> conflicts(JournalRun run, StepRecord record) {
        BootArea area = find(run, record);
        return holds(area, step.before()) || holds(area, step.after())
                ? List.of()
                : List.of(new Undo.Conflict(
                        area.path(), "has another boot loader since", Optional.empty(), Optional.empty()));
    }

    boolean takeBack(JournalRun run, StepRecord record) {
        BootArea area = find(run, record);
        if (holds(area, step.before())) {
            return false;
        }
        area.write(step.offset(), bytes(step.before()));
        return true;
    }

    private BootArea find(JournalRun run, StepRecord record) {
        String table = new String(run.note(record.number(), TABLE), StandardCharsets.UTF_8);
        return new SavedBootArea(step.path(), table, List.of(), List.of()).find(writer.surroundings());
    }

    private boolean holds(BootArea area, String hex) {
        byte[] wanted = bytes(hex);
        return Arrays.equals(area.read(step.offset(), wanted.length), wanted);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
