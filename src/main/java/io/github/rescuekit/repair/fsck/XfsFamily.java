package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.XfsLogprint;
import io.github.rescuekit.parse.XfsRepair;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** XFS: its log is replayed by the kernel first; it is thrown away only when the operator names that option. */
final class XfsFamily implements FilesystemRepair {

    private static final String LOSES = "damaged files can lose their names (they go to lost+found) or be removed";
    private static final String CALCULATED = "(as calculated)";

    private final Runner runner;
    private final UndoPlace undoPlace;

    XfsFamily(Runner runner, UndoPlace undoPlace) {
        this.runner = runner;
        this.undoPlace = undoPlace;
    }

    @Override
    public Set<String> types() {
        return Set.of("xfs");
    }

    @Override
    public List<String> programs() {
        return List.of("xfs_repair", "xfs_logprint", "xfs_db");
    }

    @Override
    public FsckPlan plan(BlockDevice device, CheckResult before, FsckOptions options) {
        ImagePlan image = ImagePlan.of(device, undoPlace, options);
        List<FsckStep> steps = device.holds("xfs") ? steps(device, options) : fromCopy(device, options);
        return new FsckPlan(device, "xfs", before, image.then(steps), image.undo(), warnings(device, options));
    }

    private List<FsckStep> steps(BlockDevice device, FsckOptions options) {
        XfsLogprint.Log log = log(device);
        return log == XfsLogprint.Log.CLEAN
                ? List.of(repair(device, FsckStep.When.ALWAYS))
                : replayFirst(device, FsckStep.When.ALWAYS, log, options);
    }

    // xfs_repair writes the superblock in its first phase, and stops in its second one when the log is not clean.
    private static List<FsckStep> fromCopy(BlockDevice device, FsckOptions options) {
        List<FsckStep> steps = new ArrayList<>();
        steps.add(new FsckStep.RunTool(
                List.of("xfs_repair", "-e", device.path()),
                FsckStep.When.ALWAYS,
                "writes the superblock anew from a copy, and mends all else unless the log has to be replayed first",
                Optional.of(LOSES),
                Optional.empty()));
        steps.add(complete(device.path(), CALCULATED, CALCULATED));
        steps.addAll(replayFirst(device, FsckStep.When.ERRORS_LEFT, XfsLogprint.Log.DIRTY, options));
        return steps;
    }

    // mkfs.xfs leaves these out of its copies. xfs_repair calculates the two inodes and stops at the log before it
    // writes them. The replay counts the inodes; until then it is enough that they are not fewer than a chunk holds.
    private static FsckStep.RunTool complete(String device, String bitmap, String summary) {
        return new FsckStep.RunTool(
                List.of(
                        "xfs_db",
                        "-x",
                        "-c",
                        "sb 0",
                        "-c",
                        "write icount 64",
                        "-c",
                        "write rbmino " + bitmap,
                        "-c",
                        "write rsumino " + summary,
                        device),
                FsckStep.When.ERRORS_LEFT,
                "completes the superblock with what xfs_repair calculated: without it Linux 6.1 replays no log",
                Optional.empty(),
                Optional.empty());
    }

    private XfsLogprint.Log log(BlockDevice device) {
        return XfsLogprint.parse(runner.run(Command.of("xfs_logprint", "-t", device.path())
                        .acceptingAny()
                        .within(Commands.NO_LIMIT))
                .out());
    }

    private static List<FsckStep> replayFirst(
            BlockDevice device, FsckStep.When when, XfsLogprint.Log log, FsckOptions options) {
        List<FsckStep> steps = new ArrayList<>();
        steps.add(new FsckStep.Replay(device.path(), when));
        if (options.discardXfsLog()) {
            steps.add(new FsckStep.RunTool(
                    List.of("xfs_repair", "-e", "-L", device.path()),
                    FsckStep.When.NOT_REPLAYED,
                    "throws the log away and mends what that breaks, as asked for by --discard-xfs-log",
                    Optional.of("the newest changes: files written or deleted shortly before the crash"),
                    Optional.empty()));
        } else if (log == XfsLogprint.Log.UNREADABLE) {
            // What keeps it from being read can be the superblock alone; a log that is not clean stops xfs_repair.
            steps.add(repair(device, FsckStep.When.NOT_REPLAYED));
        }
        steps.add(repair(device, FsckStep.When.ERRORS_LEFT));
        return steps;
    }

    // With -e the exit code tells "corrected" (4) from "nothing to do" (0).
    private static FsckStep repair(BlockDevice device, FsckStep.When when) {
        return new FsckStep.RunTool(
                List.of("xfs_repair", "-e", device.path()),
                when,
                "mends all that xfs_repair knows",
                Optional.of(LOSES),
                Optional.empty());
    }

    private static List<String> warnings(BlockDevice device, FsckOptions options) {
        return options.discardXfsLog()
                ? List.of("--discard-xfs-log: when the kernel cannot replay the log of " + device.path()
                        + ", its newest changes are lost for good")
                : List.of();
    }

    @Override
    public Optional<FsckStep> taken(FsckStep step, List<StepReport> done) {
        Optional<FsckStep> taken = FilesystemRepair.super.taken(step, done);
        return step instanceof FsckStep.RunTool tool && isToBeCalculated(tool)
                ? taken.flatMap(it -> calculated(device(tool), done))
                : taken;
    }

    private static boolean isToBeCalculated(FsckStep.RunTool step) {
        return step.words().stream().anyMatch(it -> it.endsWith(CALCULATED));
    }

    private static String device(FsckStep.RunTool step) {
        return step.words().get(step.words().size() - 1);
    }

    private static Optional<FsckStep> calculated(String device, List<StepReport> done) {
        return done.stream()
                .flatMap(it -> XfsRepair.realtimeInodes(it.lines()).stream())
                .findFirst()
                .map(it -> complete(device, Long.toString(it.bitmap()), Long.toString(it.summary())));
    }

    @Override
    public List<String> optionsForFiles() {
        return List.of("-f");
    }

    @Override
    public Command command(FsckStep.RunTool step, Progress progress) {
        progress.at(step.summary(), 0);
        return Commands.of(step);
    }

    @Override
    public StepReport report(FsckStep.RunTool step, Result result) {
        return step.words().get(0).equals("xfs_db") ? completed(step, result) : repaired(step, result);
    }

    // It prints each value that it wrote; whether they are enough, the replay tells.
    private static StepReport completed(FsckStep.RunTool step, Result result) {
        List<String> lines = result.all().lines().map(String::strip).toList();
        return new StepReport(step, Outcome.ERRORS_LEFT, "the superblock was completed", lines);
    }

    private static StepReport repaired(FsckStep.RunTool step, Result result) {
        List<String> lines = XfsRepair.problems(result.out(), result.err());
        return switch (XfsRepair.ofRepair(result.exitCode())) {
            case CLEAN -> new StepReport(step, Outcome.NOTHING_FOUND, "found nothing", lines);
            case REPAIRED, CORRUPT -> new StepReport(step, Outcome.REPAIRED, "errors were corrected", lines);
            case DIRTY_LOG ->
                XfsRepair.wroteSuperblock(result.out(), result.err())
                        ? new StepReport(
                                step,
                                Outcome.ERRORS_LEFT,
                                "the superblock was written anew; the log must be replayed before the rest is mended",
                                lines)
                        : new StepReport(
                                step,
                                Outcome.NOT_DONE,
                                "the log holds changes that must be replayed by mounting first; nothing was changed",
                                lines);
            case NOT_RUN -> new StepReport(step, Outcome.NOT_DONE, "xfs_repair could not do its work", lines);
            case UNKNOWN ->
                new StepReport(
                        step,
                        Outcome.NOT_DONE,
                        "xfs_repair ended with code " + result.exitCode() + ", which its manual does not know",
                        lines);
        };
    }
}
