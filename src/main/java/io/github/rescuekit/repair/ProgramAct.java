package io.github.rescuekit.repair;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.ChrootEnd;
import io.github.rescuekit.session.JournalRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Runs a program of the system: all that it may change is copied before and compared after, so that taking it back gives
 * identical bytes and removes what it made.
 */
final class ProgramAct {

    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String OUTPUT = "output";
    private static final int LAST_LINES = 3;

    private final SystemWriter writer;
    private final Step.RunProgram step;
    private final List<String> patterns;

    ProgramAct(SystemWriter writer, Step.RunProgram step) {
        this.writer = writer;
        this.step = step;
        this.patterns = step.changes();
    }

    /** Runs it and returns what changed. */
    List<String> apply(JournalRun run, int number) {
        TargetReader reader = writer.reader();
        reader.resolve(step.path());
        List<String> writable = reader.writableFor(patterns);
        FileStates before = FileStates.of(patterns, reader);
        Bystanders bystanders = Bystanders.of(writable, patterns, reader);
        List<BootArea> areas =
                step.disks().stream().map(writer.surroundings()::bootArea).toList();
        keep(run, number, before, areas);
        run.append(StepRecord.begun(number, step.path(), Optional.empty(), temporaryName(run, number)));
        ChrootEnd end = runIn(run, number, writable);
        writer.sync(writable);
        FileStates after = FileStates.of(patterns, reader);
        run.keepNote(number, OUTPUT, (end.out() + end.err()).getBytes(StandardCharsets.UTF_8));
        run.keepNote(number, AFTER, after.toBytes());
        List<String> changed = new ArrayList<>(before.unlike(after));
        for (int i = 0; i < areas.size(); i++) {
            SavedBootArea.saveAfter(run, number, i, areas.get(i));
            SavedBootArea saved = SavedBootArea.read(run, number, i);
            areas.get(i).requireTable(saved.table());
            if (!saved.isAsBefore(areas.get(i))) {
                changed.add(areas.get(i).path());
            }
        }
        run.append(StepRecord.done(number, changed));
        requireSuccess(end);
        bystanders.requireUntouched(reader, step);
        return changed;
    }

    private void keep(JournalRun run, int number, FileStates before, List<BootArea> areas) {
        List<String> files = before.regularFiles();
        for (int part = 0; part < files.size(); part++) {
            Path copy = run.keep(number, part, writer.reader().locate(files.get(part)));
            String hash = Hashes.require(copy);
            if (!before.of(files.get(part)).flatMap(FileState::sha256).equals(Optional.of(hash))) {
                throw new RescueException(
                        ExitCode.TOOL_FAILED,
                        "the undo copy of " + files.get(part) + " in " + copy + " read back differs",
                        "check the filesystem of the journal and its disk ('rescuekit check'); this step changed"
                                + " nothing");
            }
        }
        for (int i = 0; i < areas.size(); i++) {
            SavedBootArea.save(run, number, i, areas.get(i));
        }
        run.keepNote(number, BEFORE, before.toBytes());
    }

    private ChrootEnd runIn(JournalRun run, int number, List<String> writable) {
        Path scratch = run.makeScratch(number);
        try {
            return writer.surroundings().run(step, writable, writer.reader().pathOf(scratch));
        } finally {
            run.removeScratch(scratch);
        }
    }

    private void requireSuccess(ChrootEnd end) {
        if (end.exitCode() != 0) {
            List<String> said =
                    (end.out() + end.err()).lines().filter(it -> !it.isBlank()).toList();
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    String.join(" ", step.command()) + " of the system ended with code " + end.exitCode() + ": "
                            + String.join("; ", said.subList(Math.max(0, said.size() - LAST_LINES), said.size())),
                    "see all that it said in step-*-output beside the journal ('rescuekit history'), mend what it"
                            + " complains about, then try again");
        }
    }

    /** What somebody changed after the program did. */
    List<Undo.Conflict> conflicts(JournalRun run, StepRecord record) {
        int number = record.number();
        if (!run.hasNote(number, AFTER)) {
            // It was cut off: all that the patterns name is unfinished work.
            return List.of();
        }
        FileStates before = FileStates.parse(run.note(number, BEFORE));
        FileStates after = FileStates.parse(run.note(number, AFTER));
        List<Undo.Conflict> conflicts = new ArrayList<>();
        for (String path : before.unlike(after)) {
            Optional<FileState> now = writer.reader().state(path);
            if (!isSame(now, after.of(path)) && !isSame(now, before.of(path))) {
                conflicts.add(new Undo.Conflict(
                        path,
                        now.isPresent() ? "was changed since" : "is not there any more",
                        Optional.empty(),
                        Optional.empty()));
            }
        }
        for (int i = 0; i < step.disks().size(); i++) {
            SavedBootArea saved = SavedBootArea.read(run, number, i);
            BootArea area = saved.find(writer.surroundings());
            if (!saved.isAsBefore(area) && !saved.isAsAfter(run, number, i, area)) {
                conflicts.add(new Undo.Conflict(
                        area.path(), "has another boot loader since", Optional.empty(), Optional.empty()));
            }
        }
        return conflicts;
    }

    private static boolean isSame(Optional<FileState> now, Optional<FileState> then) {
        return now.isPresent() == then.isPresent()
                && now.map(it -> it.isSameWork(then.orElseThrow())).orElse(true);
    }

    /** Brings back what it changed and returns that. */
    List<String> takeBack(JournalRun run, StepRecord record) {
        int number = record.number();
        TargetReader reader = writer.reader();
        FileStates before = FileStates.parse(run.note(number, BEFORE));
        FileStates now = FileStates.of(patterns, reader);
        List<String> different = new ArrayList<>(before.unlike(now));
        if (run.hasNote(number, AFTER)) {
            // What came after the program is not its work.
            FileStates after = FileStates.parse(run.note(number, AFTER));
            different.removeIf(
                    path -> before.of(path).isEmpty() && after.of(path).isEmpty());
        }
        removeMade(different, before);
        List<String> files = before.regularFiles();
        for (String path : different) {
            before.of(path)
                    .ifPresent(state -> writer.bringBack(
                            path, state, run.copy(number, files.indexOf(path)), record.temporaryName()));
        }
        bringBackDirectoryTimes(before);
        List<String> broughtBack = new ArrayList<>(different);
        for (int i = 0; i < step.disks().size(); i++) {
            SavedBootArea saved = SavedBootArea.read(run, number, i);
            BootArea area = saved.find(writer.surroundings());
            if (saved.restore(area)) {
                broughtBack.add("the boot area of " + area.path());
            }
        }
        return broughtBack;
    }

    // Content before its directory; what has become of another kind has to give way as well.
    private void removeMade(List<String> different, FileStates before) {
        List<String> deepestFirst = new ArrayList<>(different);
        Collections.reverse(deepestFirst);
        for (String path : deepestFirst) {
            Optional<FileState> present = writer.reader().state(path);
            boolean isMade = present.isPresent()
                    && before.of(path)
                            .filter(it -> it.kind() == present.get().kind())
                            .isEmpty();
            if (isMade) {
                writer.remove(path);
            }
        }
    }

    private void bringBackDirectoryTimes(FileStates before) {
        List<String> deepestFirst = new ArrayList<>(before.directories());
        Collections.reverse(deepestFirst);
        deepestFirst.forEach(
                path -> writer.bringBackDirectory(path, before.of(path).orElseThrow()));
    }

    private static String temporaryName(JournalRun run, int number) {
        return ".rescuekit-" + run.id() + "-" + number;
    }
}
