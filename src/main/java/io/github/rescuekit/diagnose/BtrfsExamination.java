package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.BtrfsCheck;
import io.github.rescuekit.parse.BtrfsSuper;
import java.time.Duration;
import java.util.List;

/** btrfs: its log tree, and what {@code btrfs check --readonly} finds. */
final class BtrfsExamination implements FilesystemCheck.Examination {

    static final String ID = "btrfs";

    private static final String SAVE_FIRST =
            "do not run 'btrfs check --repair'; copy the data off a read-only mount (-o ro,rescue=all), then see 'rescuekit"
                    + " fsck --help'";

    private final Runner runner;
    private final Duration limit;

    BtrfsExamination(Runner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
    }

    @Override
    public CheckResult examine(BlockDevice device, Progress progress) {
        progress.at("btrfs check " + device.path(), 0);
        Result result = runner.run(Command.of("btrfs", "check", "--readonly", device.path())
                .acceptingAny()
                .within(limit));
        BtrfsCheck check = BtrfsCheck.parse(result.exitCode(), result.out(), result.err());
        return switch (check.outcome()) {
            case CLEAN -> hasLogTree(device) ? notReplayed(device) : clean(device);
            case DEVICE_MISSING ->
                CheckResult.suspect(
                        ID,
                        device.path(),
                        "what is there is consistent, but a device of this filesystem is missing",
                        check.problems(),
                        "attach the missing disk, or mount with -o ro,degraded and copy the data off");
            case CORRUPT ->
                CheckResult.failed(ID, device.path(), "btrfs check found errors", check.problems(), SAVE_FIRST);
            case NOT_OPENED ->
                CheckResult.failed(ID, device.path(), "btrfs check could not open it", check.problems(), SAVE_FIRST);
            case IN_USE ->
                CheckResult.unknown(
                        ID,
                        device.path(),
                        "somebody else holds the device",
                        check.problems(),
                        "find it with 'lsof " + device.path() + "' or 'lsblk', release the device, then check again");
            case UNKNOWN ->
                CheckResult.unknown(
                        ID,
                        device.path(),
                        "btrfs check gave no answer (code " + result.exitCode() + ")",
                        check.problems(),
                        "run 'btrfs check --readonly " + device.path() + "' by hand to see all of its output");
        };
    }

    private boolean hasLogTree(BlockDevice device) {
        Result result = runner.run(Command.of("btrfs", "inspect-internal", "dump-super", device.path()));
        return BtrfsSuper.parse(result.out()).hasLogTree();
    }

    private static CheckResult clean(BlockDevice device) {
        return CheckResult.healthy(
                ID,
                device.path(),
                "btrfs check found nothing",
                List.of("only the trees were compared; 'btrfs scrub' reads the files' data as well"));
    }

    private static CheckResult notReplayed(BlockDevice device) {
        return CheckResult.unknown(
                ID,
                device.path(),
                "its trees are consistent, but the log tree is not replayed and was not checked",
                List.of("dump-super: log_root is set"),
                "mount it once for writing ('rescuekit mount --write') and unmount it, then check again");
    }
}
