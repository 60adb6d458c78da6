package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.BackupSuperblocks;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.DumpE2fs;
import io.github.rescuekit.parse.E2fsckOutcome;
import io.github.rescuekit.parse.E2fsckProgress;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ext2, ext3 and ext4 through e2fsck, which keeps an undo log of its own. */
final class ExtFamily implements FilesystemRepair {

    // The undo log holds each block that is overwritten. Bitmaps and damaged inode tables are a small part of a device;
    // a journal that is replayed is at most 1 GiB.
    private static final long SMALLEST_UNDO = Bytes.mib(32).count();
    private static final int SHARE_OF_DEVICE = 200;
    // "e2fsck: Group descriptors look bad... trying backup blocks..."
    private static final String BACKUP_TRIED = "trying backup blocks";
    private static final String LOSES =
            "damaged files can lose their names (they go to lost+found), their ends, or all of their content";

    private final Runner runner;
    private final BackupSuperblocks backups;
    private final UndoPlace undoPlace;

    ExtFamily(Runner runner, UndoPlace undoPlace) {
        this.runner = runner;
        this.backups = new BackupSuperblocks(runner);
        this.undoPlace = undoPlace;
    }

    @Override
    public Set<String> types() {
        return Set.of("ext2", "ext3", "ext4", "ext4dev");
    }

    @Override
    public List<String> programs() {
        return List.of("e2fsck", "dumpe2fs", "e2undo");
    }

    @Override
    public FsckPlan plan(BlockDevice device, CheckResult before, FsckOptions options) {
        Optional<Path> undo = undoPlace.directoryFor(device.path(), undoNeed(device), options);
        Optional<DumpE2fs.Superblock> superblock = superblock(device);
        superblock.ifPresent(it -> requireWhole(device, it));
        boolean intact = superblock.isPresent() && hasDescriptors(device, before);
        List<FsckStep> steps = intact ? usual(device, undo) : fromBackup(device, undo);
        String type = device.filesystem().map(it -> it.type()).orElse("ext");
        return new FsckPlan(device, type, before, steps, undo, List.of());
    }

    private Optional<DumpE2fs.Superblock> superblock(BlockDevice device) {
        Result header = runner.run(Command.of("dumpe2fs", "-h", device.path()).acceptingAny());
        return DumpE2fs.find(header.exitCode(), header.out());
    }

    // e2fsck would give up in the middle, or take away all files whose inodes are beyond the end.
    private static void requireWhole(BlockDevice device, DumpE2fs.Superblock superblock) {
        if (superblock.size().isMoreThan(device.size())) {
            throw RescueException.refused(
                    "cut-off",
                    "the filesystem on " + device.path() + " has " + superblock.size() + ", the device only "
                            + device.size(),
                    "find the missing part first: a partition or volume that was made smaller ('rescuekit disks'), or a"
                            + " copy that was cut off");
        }
    }

    // What a look with e2fsck has shown already need not be asked again.
    private boolean hasDescriptors(BlockDevice device, CheckResult before) {
        List<String> lines = before.verdict() == Verdict.FAILED
                ? before.evidence()
                : runner.run(Command.of("e2fsck", "-n", device.path())
                                .acceptingAny()
                                .within(Commands.NO_LIMIT))
                        .out()
                        .lines()
                        .toList();
        return lines.stream().noneMatch(line -> line.contains(BACKUP_TRIED));
    }

    private static Bytes undoNeed(BlockDevice device) {
        return new Bytes(Math.max(SMALLEST_UNDO, device.size().count() / SHARE_OF_DEVICE));
    }

    private static List<FsckStep> usual(BlockDevice device, Optional<Path> undo) {
        // -p alone would trust the clean flag: -f looks at everything.
        return List.of(
                step(
                        device,
                        List.of("-f", "-p"),
                        FsckStep.When.ALWAYS,
                        "replays the journal and mends what needs no decision",
                        Optional.empty(),
                        undo.map(it -> it.resolve("1.e2undo"))),
                step(
                        device,
                        List.of("-f", "-y"),
                        FsckStep.When.ERRORS_LEFT,
                        "mends the rest, with yes to every question",
                        Optional.of(LOSES),
                        undo.map(it -> it.resolve("2.e2undo"))));
    }

    // Without its place e2fsck finds a backup by itself, but not together with an undo log: 1.47.0 crashes then.
    private List<FsckStep> fromBackup(BlockDevice device, Optional<Path> undo) {
        BackupSuperblocks.Backup backup = backups.find(device)
                .orElseThrow(() -> RescueException.refused(
                        "no-superblock",
                        device.path()
                                + " has no intact superblock and group descriptors, nor a backup at the usual places",
                        "find out where they were ('mke2fs -n' with the options of that time prints it), and run"
                                + " 'e2fsck -b BLOCK' by hand"));
        return List.of(step(
                device,
                List.of(
                        "-f",
                        "-y",
                        "-b",
                        Long.toString(backup.place().block()),
                        "-B",
                        Long.toString(backup.place().blockSize().count())),
                FsckStep.When.ALWAYS,
                "writes superblock and group descriptors anew from the backup at " + backup.place()
                        + ", then mends all else",
                Optional.of(LOSES),
                undo.map(it -> it.resolve("1.e2undo"))));
    }

    private static FsckStep step(
            BlockDevice device,
            List<String> options,
            FsckStep.When when,
            String why,
            Optional<String> canLose,
            Optional<Path> undoFile) {
        List<String> words = new ArrayList<>(List.of("e2fsck"));
        words.addAll(options);
        words.addAll(List.of("-C", "1"));
        undoFile.ifPresent(file -> words.addAll(List.of("-z", file.toString())));
        words.add(device.path());
        return new FsckStep.RunTool(words, when, why, canLose, undoFile);
    }

    // The kernel takes another superblock's place in units of 1 KiB.
    @Override
    public List<String> optionsOfSpare(BlockDevice device) {
        return backups.find(device)
                .map(it -> List.of(
                        "sb=" + it.place().offset().count() / Bytes.kib(1).count()))
                .orElse(List.of());
    }

    @Override
    public Command command(FsckStep.RunTool step, Progress progress) {
        return Commands.of(step)
                .watchedBy(line -> E2fsckProgress.step(line)
                        .ifPresent(at -> progress.at("e2fsck: pass " + at.pass() + " of 5", at.fraction())));
    }

    @Override
    public StepReport report(FsckStep.RunTool step, Result result) {
        E2fsckOutcome outcome = E2fsckOutcome.parse(result.exitCode(), result.out(), result.err());
        return new StepReport(step, outcome(outcome), meaning(outcome), outcome.problems());
    }

    private static Outcome outcome(E2fsckOutcome outcome) {
        if (!outcome.finished()) {
            return Outcome.NOT_DONE;
        }
        if (outcome.leftErrors()) {
            return Outcome.ERRORS_LEFT;
        }
        return outcome.corrected() ? Outcome.REPAIRED : Outcome.NOTHING_FOUND;
    }

    private static String meaning(E2fsckOutcome outcome) {
        if (outcome.inUse()) {
            return "somebody else holds the device; nothing was changed";
        }
        return outcome.foundNothing() ? "found nothing" : String.join("; ", outcome.meanings());
    }
}
