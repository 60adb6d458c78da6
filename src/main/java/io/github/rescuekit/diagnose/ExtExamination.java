package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.DumpE2fs;
import io.github.rescuekit.parse.E2fsckOutcome;
import io.github.rescuekit.parse.E2fsckProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** ext2, ext3 and ext4: what the superblock records, and what {@code e2fsck -fn} finds. */
final class ExtExamination implements FilesystemCheck.Examination {

    static final String ID = "ext";
    static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "ext4dev");

    private final Runner runner;
    private final Duration limit;

    ExtExamination(Runner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
    }

    @Override
    public CheckResult examine(BlockDevice device, Progress progress) {
        Result header = runner.run(Command.of("dumpe2fs", "-h", device.path()).acceptingAny());
        return DumpE2fs.find(header.exitCode(), header.out())
                .map(superblock -> examine(device, superblock, progress))
                .orElseGet(() -> noSuperblock(device, header));
    }

    private CheckResult examine(BlockDevice device, DumpE2fs.Superblock superblock, Progress progress) {
        if (superblock.size().isMoreThan(device.size())) {
            return cutOff(device, superblock);
        }
        // Without replay even a healthy filesystem shows problems, and a damaged one can show none with exit code 0.
        return superblock.needsRecovery()
                ? notReplayed(device, superblock)
                : judge(device, superblock, e2fsck(device, progress));
    }

    private E2fsckOutcome e2fsck(BlockDevice device, Progress progress) {
        Result result = runner.run(Command.of("e2fsck", "-f", "-n", "-C", "1", device.path())
                .acceptingAny()
                .within(limit)
                .watchedBy(line -> E2fsckProgress.step(line)
                        .ifPresent(step -> progress.at(
                                "e2fsck " + device.path() + ": pass " + step.pass() + " of 5", step.fraction()))));
        return E2fsckOutcome.parse(result.exitCode(), result.out(), result.err());
    }

    private static CheckResult judge(BlockDevice device, DumpE2fs.Superblock superblock, E2fsckOutcome outcome) {
        if (outcome.readErrors()) {
            return CheckResult.unreadable(device.path(), outcome.problems());
        }
        if (outcome.gaveUpOverErrors()) {
            return CheckResult.failed(
                    ID,
                    device.path(),
                    "e2fsck found errors that kept it from looking any further",
                    outcome.problems(),
                    "repair it: rescuekit fsck " + device.path());
        }
        if (!outcome.finished()) {
            return CheckResult.unknown(
                    ID,
                    device.path(),
                    "e2fsck gave no answer: " + String.join("; ", outcome.meanings()),
                    outcome.problems(),
                    "run 'e2fsck -fn " + device.path() + "' by hand to see all of its output");
        }
        if (outcome.leftErrors()) {
            return CheckResult.failed(
                    ID,
                    device.path(),
                    "e2fsck found errors",
                    outcome.problems(),
                    "repair it: rescuekit fsck " + device.path());
        }
        return superblock.recordsErrors() ? errorsBefore(device, superblock) : healthy(device, superblock);
    }

    private static CheckResult healthy(BlockDevice device, DumpE2fs.Superblock superblock) {
        return CheckResult.healthy(ID, device.path(), "e2fsck found nothing", history(superblock));
    }

    private static CheckResult errorsBefore(BlockDevice device, DumpE2fs.Superblock superblock) {
        return CheckResult.suspect(
                ID,
                device.path(),
                "e2fsck finds nothing now, but the kernel met errors in it"
                        + superblock.lastError().map(it -> ", the last " + it).orElse(""),
                history(superblock),
                "look at the disk and the cables ('rescuekit check' of the whole disk), then 'rescuekit fsck "
                        + device.path() + "'");
    }

    private static CheckResult notReplayed(BlockDevice device, DumpE2fs.Superblock superblock) {
        return CheckResult.unknown(
                ID,
                device.path(),
                "the journal is not replayed: until it is, no check can tell",
                history(superblock),
                "replay it and check: rescuekit fsck " + device.path());
    }

    // e2fsck would call what lies beyond the end a read error, as of a failing disk.
    private static CheckResult cutOff(BlockDevice device, DumpE2fs.Superblock superblock) {
        return CheckResult.failed(
                ID,
                device.path(),
                "its filesystem has " + superblock.size() + ", the device only " + device.size(),
                history(superblock),
                "find the missing part first: a partition or volume that was made smaller, or a copy that was cut off");
    }

    private static CheckResult noSuperblock(BlockDevice device, Result header) {
        return CheckResult.failed(
                ID,
                device.path(),
                "its superblock cannot be read",
                header.err().lines().filter(line -> !line.isBlank()).toList(),
                "look for a backup superblock and repair: rescuekit fsck " + device.path());
    }

    private static List<String> history(DumpE2fs.Superblock superblock) {
        List<String> lines = new ArrayList<>();
        lines.add("state: " + superblock.state());
        if (superblock.needsRecovery()) {
            lines.add("feature: needs_recovery");
        }
        if (superblock.errorCount() > 0) {
            lines.add("errors the kernel met since the last check: " + superblock.errorCount());
        }
        superblock.lastError().ifPresent(it -> lines.add("last error: " + it));
        superblock.lastChecked().ifPresent(it -> lines.add("last checked: " + it));
        superblock.lastMountedOn().ifPresent(it -> lines.add("last mounted on: " + it));
        return lines;
    }
}
