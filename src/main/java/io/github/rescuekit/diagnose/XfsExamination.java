package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.XfsLogprint;
import io.github.rescuekit.parse.XfsRepair;
import java.time.Duration;
import java.util.List;

/** XFS: the state of its log, and what {@code xfs_repair -n} finds. */
final class XfsExamination implements FilesystemCheck.Examination {

    static final String ID = "xfs";

    private final Runner runner;
    private final Duration limit;

    XfsExamination(Runner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
    }

    @Override
    public CheckResult examine(BlockDevice device, Progress progress) {
        Result log = runner.run(
                Command.of("xfs_logprint", "-t", device.path()).acceptingAny().within(limit));
        // "xfs_repair -n" would report problems that the replay mends, and exit with 1 as for damage.
        return XfsLogprint.parse(log.out()) == XfsLogprint.Log.DIRTY
                ? notReplayed(device)
                : repairDryRun(device, progress);
    }

    private CheckResult repairDryRun(BlockDevice device, Progress progress) {
        progress.at("xfs_repair -n " + device.path(), 0);
        Result result = runner.run(
                Command.of("xfs_repair", "-n", device.path()).acceptingAny().within(limit));
        List<String> problems = XfsRepair.problems(result.out(), result.err());
        return switch (XfsRepair.ofCheck(result.exitCode(), result.all())) {
            case CLEAN -> CheckResult.healthy(ID, device.path(), "xfs_repair -n found nothing", List.of("log: clean"));
            case CORRUPT, REPAIRED ->
                CheckResult.failed(
                        ID,
                        device.path(),
                        "xfs_repair -n found errors",
                        problems,
                        "repair it: rescuekit fsck " + device.path());
            case DIRTY_LOG -> notReplayed(device);
            case NOT_RUN ->
                XfsRepair.readFailed(result.all())
                        ? CheckResult.unreadable(device.path(), problems)
                        : noAnswer(device, result, problems);
            case UNKNOWN -> noAnswer(device, result, problems);
        };
    }

    private static CheckResult notReplayed(BlockDevice device) {
        return CheckResult.unknown(
                ID,
                device.path(),
                "the log is not replayed: until it is, no check can tell",
                List.of("xfs_logprint: state <DIRTY>"),
                "replay it and check: rescuekit fsck " + device.path());
    }

    private static CheckResult noAnswer(BlockDevice device, Result result, List<String> problems) {
        return CheckResult.unknown(
                ID,
                device.path(),
                "xfs_repair gave no answer (code " + result.exitCode() + ")",
                problems,
                "run 'xfs_repair -n " + device.path() + "' by hand to see all of its output");
    }
}
