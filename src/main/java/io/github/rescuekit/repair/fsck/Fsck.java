package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.DeviceUse;
import io.github.rescuekit.diagnose.LostFilesystems;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.Looks;
import io.github.rescuekit.mount.Overlay;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Repairs a filesystem: refuses, looks, plans, applies, and looks again. */
public final class Fsck {

    /**
     * What it works with.
     *
     * @param look the machine at this moment
     * @param overlays shows a device so that its writes go to memory
     */
    public record Parts(
            Runner runner,
            Tools tools,
            Supplier<Machine> look,
            Checkup checkup,
            LogReplay replay,
            Function<BlockDevice, Overlay> overlays,
            DiskLocks locks) {}

    private static final List<Path> UNDO_PLACES =
            List.of(Path.of("/run/rescuekit"), Path.of("/var/tmp"), Path.of("/tmp"), Path.of("/dev/shm"));

    private final Parts parts;
    private final FsckGuards guards;
    private final List<FilesystemRepair> families;
    private final LostFilesystems lost;

    public Fsck(Parts parts) {
        this(parts, UNDO_PLACES);
    }

    Fsck(Parts parts, List<Path> undoPlaces) {
        UndoPlace undoPlace = new UndoPlace(undoPlaces);
        Runner runner = parts.runner();
        this.parts = parts;
        this.guards = new FsckGuards(new DeviceUse(), parts.tools());
        this.lost = new LostFilesystems(runner);
        this.families = List.of(
                new ExtFamily(runner, undoPlace),
                new XfsFamily(runner, undoPlace),
                new BtrfsFamily(runner, undoPlace),
                new FatFamily(undoPlace));
    }

    /** Whether there is a tool that mends the filesystem that the device shows. */
    public boolean knows(BlockDevice device) {
        return device.filesystem()
                .filter(it ->
                        families.stream().anyMatch(family -> family.types().contains(it.type())))
                .isPresent();
    }

    /** Devices that show nothing, and are filesystems whose first superblock was destroyed. */
    public List<BlockDevice> withoutSuperblock(Machine machine) {
        return machine.devices().stream()
                .filter(it -> machine.childrenOf(it).isEmpty() && !machine.belongsToRescue(it) && !Looks.madeFor(it))
                .filter(it -> lost.find(it).isPresent())
                .toList();
    }

    /**
     * What a repair would do; it only looks.
     *
     * @throws RescueException with the guard that refuses the device
     */
    public FsckPlan plan(String path, FsckOptions options, Progress progress) {
        Machine machine = parts.look().get();
        BlockDevice device = device(machine, path);
        guards.requireFree(machine, device);
        FilesystemRepair family = family(device);
        guards.requirePrograms(family.programs());
        List<CheckResult> looks = parts.checkup().ofDevice(machine, device, progress);
        requireNoFailingDisk(looks);
        CheckResult before = ofItsFilesystem(device, looks);
        if (before.verdict() == Verdict.HEALTHY) {
            return new FsckPlan(device, type(device), before, List.of(), Optional.empty(), List.of());
        }
        FsckPlan plan = family.plan(device, before, options);
        requireUndoOrConsent(plan, options);
        return plan.undo().filter(UndoPlace::isInMemory).isPresent()
                ? plan.warning(
                        "the undo copy lies in memory and is gone after a reboot; --undo-dir names another place")
                : plan;
    }

    /**
     * Does what the plan says in memory, and tells what it does to the files. The device is only read.
     *
     * @throws RescueException when that cannot be tried here
     */
    public Rehearsed rehearse(FsckPlan plan, Progress progress) {
        try {
            return new Rehearsal(device -> parts.overlays().apply(asItWas(device)))
                    .of(plan, family(plan.device()), progress);
        } catch (RescueException e) {
            throw RescueException.refused(
                            "no-rehearsal",
                            "the repair of " + plan.device().path() + " cannot be tried in memory first: "
                                    + e.unlessInterrupted().happened(),
                            e.next() + "; or go without: --no-rehearsal")
                    .causedBy(e);
        }
    }

    /**
     * Does what the plan says, then looks again.
     *
     * @throws RescueException when the device is not free any more, or a step broke off; the message names the way back
     */
    public FsckResult apply(FsckPlan plan, Progress progress) {
        Machine machine = parts.look().get();
        // Between the plan and the yes a disk can be pulled out, and another one get its name.
        BlockDevice device = asItWas(machine.again(plan.device()));
        try (DiskLock lock = parts.locks().lock(disks(machine, device), "fsck " + device.path())) {
            guards.requireFree(machine, device);
            plan.undo().ifPresent(directory -> UndoLog.of(plan).writeTo(directory));
            List<StepReport> done = new ArrayList<>();
            FilesystemRepair family = family(device);
            for (FsckStep planned : plan.steps()) {
                family.taken(planned, done).ifPresent(step -> {
                    lock.requireHeld();
                    done.add(take(step, plan, device, progress));
                    // A program that found nothing to change leaves no log.
                    step.undoFile().filter(Files::exists).ifPresent(UndoLog::seal);
                });
                if (StepReport.last(done)
                        .filter(it -> it.outcome() == Outcome.NOT_DONE)
                        .isPresent()) {
                    break;
                }
            }
            return new FsckResult(plan, done, lookAgain(device, progress));
        }
    }

    /**
     * Puts a device back to the bytes from before its repair.
     *
     * @param directory the one that the repair named
     */
    public void undo(String path, Path directory, Progress progress) {
        UndoLog log = UndoLog.readFrom(directory);
        Machine machine = parts.look().get();
        BlockDevice device = device(machine, path);
        log.requireSame(device);
        try (DiskLock lock = parts.locks().lock(disks(machine, device), "fsck --undo " + path)) {
            guards.requireFree(machine, device);
            lock.requireHeld();
            log.requireIntact(directory);
            List<Path> logs = newestFirst(log, directory);
            if (log.image().isEmpty() && logs.isEmpty()) {
                throw RescueException.usage(
                        "the repair of " + log.device() + " was given up before it changed anything",
                        "there is nothing to undo");
            }
            log.image()
                    .ifPresent(name -> DeviceImage.restore(
                            directory.resolve(name), Path.of(device.path()), device.size(), progress));
            logs.forEach(file -> parts.runner()
                    .run(Command.of("e2undo", file.toString(), device.path()).within(Commands.NO_LIMIT)));
        }
    }

    private static List<Path> newestFirst(UndoLog log, Path directory) {
        List<Path> logs = new ArrayList<>();
        log.e2undo().stream().map(directory::resolve).filter(Files::exists).forEach(file -> logs.add(0, file));
        return logs;
    }

    private static BlockDevice device(Machine machine, String path) {
        return machine.device(path)
                .orElseThrow(() -> RescueException.usage(
                        "there is no block device " + path, "see 'rescuekit disks' for what is plugged in"));
    }

    private FilesystemRepair family(BlockDevice device) {
        return families.stream()
                .filter(it -> it.types().contains(type(device)))
                .findFirst()
                .orElseThrow(() -> FsckGuards.unknownType(device));
    }

    // A device that shows nothing at all may be a filesystem without its first superblock.
    private BlockDevice asItWas(BlockDevice device) {
        return lost.find(device)
                .map(it -> device.with(Optional.empty(), device.partition(), Optional.of(it.filesystem())))
                .orElse(device);
    }

    private String type(BlockDevice device) {
        return asItWas(device).filesystem().map(Filesystem::type).orElse("");
    }

    private static void requireNoFailingDisk(List<CheckResult> looks) {
        looks.stream().filter(CheckResult::showsFailingDisk).findFirst().ifPresent(look -> {
            throw RescueException.refused(
                    "failing-disk",
                    look.device() + ": " + look.summary(),
                    DiskCopy.first(look.device()) + ", then repair the copy");
        });
    }

    private static void requireUndoOrConsent(FsckPlan plan, FsckOptions options) {
        if (!plan.isEmpty() && plan.undo().isEmpty() && !options.withoutUndo()) {
            throw RescueException.refused(
                    "no-undo",
                    "no directory has room for an undo copy of " + plan.device().path() + " ("
                            + plan.device().size() + ")",
                    "name one with --undo-dir DIR, such as a network mount; or go without a way back: --no-undo");
        }
    }

    private static List<String> disks(Machine machine, BlockDevice device) {
        return machine.disksOf(device).stream().map(BlockDevice::path).toList();
    }

    private StepReport take(FsckStep step, FsckPlan plan, BlockDevice device, Progress progress) {
        try {
            if (step instanceof FsckStep.SaveImage save) {
                DeviceImage.save(Path.of(device.path()), device.size(), save.to(), progress);
                return new StepReport(step, Outcome.NOTHING_FOUND, "copied and compared", List.of());
            }
            if (step instanceof FsckStep.Replay) {
                return replay(step, device, progress);
            }
            FsckStep.RunTool tool = (FsckStep.RunTool) step;
            FilesystemRepair family = family(device);
            return family.report(tool, parts.runner().run(family.command(tool, progress)));
        } catch (RescueException e) {
            throw brokenOff(plan, e);
        }
    }

    private StepReport replay(FsckStep step, BlockDevice device, Progress progress) {
        try {
            progress.at("replaying the journal of " + device.path(), 0);
            parts.replay().replay(device);
        } catch (RescueException e) {
            return new StepReport(
                    step,
                    Outcome.NOT_REPLAYED,
                    "the kernel could not replay it",
                    List.of(e.unlessInterrupted().happened()));
        }
        Verdict verdict = lookAgain(device, progress).verdict();
        return new StepReport(
                step,
                verdict == Verdict.FAILED ? Outcome.ERRORS_LEFT : Outcome.REPAIRED,
                "the journal was replayed",
                List.of());
    }

    // What the kernel still has in memory looks repaired even when the disk did not take it.
    private CheckResult lookAgain(BlockDevice device, Progress progress) {
        parts.runner().run(Command.of("blockdev", "--flushbufs", device.path()).within(Commands.NO_LIMIT));
        Machine machine = parts.look().get();
        return ofItsFilesystem(device, parts.checkup().ofDevice(machine, device(machine, device.path()), progress));
    }

    // A look at a disk also tells of what is built on it.
    private static CheckResult ofItsFilesystem(BlockDevice device, List<CheckResult> looks) {
        return looks.stream()
                .filter(it -> it.device().equals(device.path()))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException("no check looked at " + device.path()));
    }

    private static RescueException brokenOff(FsckPlan plan, RescueException cause) {
        String next = plan.undo()
                .map(it -> "put the device back with 'rescuekit fsck "
                        + plan.device().path() + " --undo " + it + "', or start the repair again")
                .orElse("start the repair again");
        return new RescueException(
                        cause.exitCode(),
                        cause.happened() + "; " + plan.device().path() + " may be half repaired",
                        next)
                .causedBy(cause);
    }
}
