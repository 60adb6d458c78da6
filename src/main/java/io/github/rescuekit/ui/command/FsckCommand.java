package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.fsck.Fsck;
import io.github.rescuekit.repair.fsck.FsckOptions;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.Rehearsed;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.FsckReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fsck DEV}: repairs a filesystem. */
@Command(
        name = "fsck",
        description = "Repair a filesystem: plan, rehearse, confirm, apply, verify.",
        footer = {
            "",
            "The repair is tried in memory first, and what it does to the files is shown. With",
            "--yes alone it goes on only when no file would be lost, moved or cut off.",
            "",
            "Repairs ext2/3/4, XFS, btrfs and FAT that nothing uses. Refused: mounted, member,",
            "encrypted, swap, in-use, hibernated, rescue-disk, read-only-device, failing-disk,",
            "missing-tool, unknown-type, cut-off.",
            "",
            "Examples:",
            "  rescuekit fsck /dev/sda2 --plan",
            "  rescuekit fsck /dev/sda2            show the plan, ask, repair, check again",
            "  rescuekit fsck /dev/sda2 --yes --undo-dir /mnt/usb",
            "  rescuekit fsck /dev/sda2 --undo /mnt/usb/fsck-sda2-20260101-120000"
        })
public final class FsckCommand extends Verb {

    @Parameters(paramLabel = "DEV", description = "The partition or volume with the filesystem.")
    private String path = "";

    @Option(names = "--plan", description = "Only show what would be done.")
    private boolean planOnly;

    @Option(names = "--yes", description = "Apply the plan without asking.")
    private boolean yes;

    @Option(names = "--accept-loss", description = "With --yes: go on although files would be lost.")
    private boolean acceptLoss;

    @Option(names = "--no-rehearsal", description = "Do not try the repair in memory first.")
    private boolean withoutRehearsal;

    @Option(
            names = "--undo-dir",
            paramLabel = "DIR",
            description = "Where the undo copy goes. Default: /run/rescuekit, /var/tmp, /tmp or /dev/shm, whichever has"
                    + " the most room.")
    private @Nullable Path undoPlace;

    @Option(names = "--no-undo", description = "Go on without a way back.")
    private boolean withoutUndo;

    @Option(names = "--undo", paramLabel = "DIR", description = "Put the device back to before a repair.")
    private @Nullable Path undo;

    @Option(
            names = "--discard-xfs-log",
            description = "XFS: when its log cannot be replayed, throw it away. Loses the newest changes.")
    private boolean discardXfsLog;

    @Option(
            names = "--btrfs-repair",
            description = "btrfs: use 'btrfs check --repair', which can make things worse. Copy the data off first.")
    private boolean btrfsRepair;

    FsckCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.REPAIR;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public Answer run() {
        Progress progress = DeviceProgress.to(operator());
        Fsck fsck = toolkit().health().fsck();
        return Optional.ofNullable(undo)
                .map(directory -> undo(fsck, directory, progress))
                .orElseGet(() -> repair(fsck, progress));
    }

    private Answer undo(Fsck fsck, Path directory, Progress progress) {
        fsck.undo(path, directory, progress);
        return FsckReport.undone(path, directory);
    }

    private Answer repair(Fsck fsck, Progress progress) {
        FsckReport report = new FsckReport(style());
        FsckOptions options = new FsckOptions(Optional.ofNullable(undoPlace), withoutUndo, discardXfsLog, btrfsRepair);
        FsckPlan plan = fsck.plan(path, options, progress);
        if (plan.isEmpty()) {
            return report.nothingToDo(plan);
        }
        Optional<Rehearsed> rehearsed =
                withoutRehearsal ? Optional.empty() : Optional.of(fsck.rehearse(plan, progress));
        if (planOnly || (!yes && !operator().isPresent())) {
            return report.waiting(plan, rehearsed);
        }
        tell(report.text(plan, rehearsed));
        if (yes) {
            rehearsed.ifPresent(this::requireAcceptance);
        }
        return yes || operator().confirm("Repair " + path + " like this?", "--yes")
                ? report.result(fsck.apply(plan, progress), rehearsed)
                : FsckReport.declined(plan);
    }

    private void requireAcceptance(Rehearsed rehearsed) {
        if (!acceptLoss && !rehearsed.losesNothing()) {
            throw RescueException.refused(
                    "would-lose-files",
                    "the rehearsal shows that files of " + path + " would be lost, moved or cut off, or cannot tell",
                    "copy the data off first; then add --accept-loss; nothing was changed");
        }
    }
}
