package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.ReplaceFile;
import io.github.rescuekit.session.JournalLine;
import io.github.rescuekit.session.JournalLine.Event;
import io.github.rescuekit.session.JournalRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** Writers with one mistake each, for the edit {@link CrashEdit#REPLACE}: who judges crashes must find every one. */
public enum PlantedBug {
    NO_FSYNC("neither old nor new") {
        @Override
        void write(Path file, Path temporary, byte[] content) throws IOException {
            copy(file, temporary);
            Files.write(temporary, content);
            move(temporary, file);
            sync(TargetReader.directoryOf(file));
        }
    },
    NO_DIRECTORY_FSYNC("was reported as done, but is not") {
        @Override
        void write(Path file, Path temporary, byte[] content) throws IOException {
            copy(file, temporary);
            Files.write(temporary, content);
            sync(temporary);
            move(temporary, file);
        }

        // A journal on the same filesystem would carry the new name along; on a separate /var it does not.
        @Override
        void tell(JournalRun run, JournalLine line) throws IOException {
            String text = "{\"at\":\"" + line.at() + "\",\"event\":\"" + line.event() + "\",\"step\":" + line.step()
                    + ",\"detail\":" + line.detail() + "}\n";
            Files.writeString(run.directory().resolve("journal.jsonl"), text, StandardOpenOption.APPEND);
        }
    },
    TRUNCATE_IN_PLACE("neither old nor new") {
        @Override
        void write(Path file, Path temporary, byte[] content) throws IOException {
            try (FileChannel channel =
                    FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
                // The kernel writes back by itself every few seconds, and so between these two as well.
                channel.force(true);
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
        }
    },
    WRONG_MODE("neither old nor new") {
        @Override
        void write(Path file, Path temporary, byte[] content) throws IOException {
            copy(file, temporary);
            Files.write(temporary, content);
            Files.setAttribute(temporary, "unix:mode", 0644);
            sync(temporary);
            move(temporary, file);
            sync(TargetReader.directoryOf(file));
        }
    },
    NO_UNDO("could not restore") {
        @Override
        void write(Path file, Path temporary, byte[] content) throws IOException {
            copy(file, temporary);
            Files.write(temporary, content);
            sync(temporary);
            move(temporary, file);
            sync(TargetReader.directoryOf(file));
        }

        @Override
        void keep(JournalRun run, Path file) {}
    };

    private final String fault;

    PlantedBug(String fault) {
        this.fault = fault;
    }

    /** True when it is this mistake that was found, and not another. */
    public final boolean isFoundIn(List<String> faults) {
        return faults.stream().anyMatch(it -> it.contains(fault));
    }

    abstract void write(Path file, Path temporary, byte[] content) throws IOException;

    void keep(JournalRun run, Path file) {
        run.keep(1, file);
    }

    void tell(JournalRun run, JournalLine line) throws IOException {
        run.append(line);
    }

    /** Makes the edit as {@link RepairRun} does, but for the mistake. */
    public final void perform(CrashTarget target) {
        TargetTree tree = target.tree();
        Plan plan = CrashEdit.REPLACE.plan();
        ReplaceFile step = (ReplaceFile) plan.steps().get(0);
        TargetReader reader = target.writer().reader();
        Path file = tree.at(step.path());
        JournalRun run = tree.journal().begin(PlanJson.write(plan));
        String temporaryName = ".rescuekit-" + run.id() + "-1";
        keep(run, file);
        run.append(StepRecord.begun(1, step.path(), reader.state(step.path()), temporaryName));
        try {
            write(file, file.resolveSibling(temporaryName), step.after().bytes());
            tell(run, StepRecord.done(1, reader.state(step.path())));
            tell(run, JournalLine.of(Event.VERIFIED, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void sync(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
