package io.github.rescuekit.repair.raid;

import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.DeviceUse;
import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdState;
import io.github.rescuekit.model.PartitionScript;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.SfdiskDump;
import io.github.rescuekit.repair.raid.ReplaceResult.Rebuilt;
import io.github.rescuekit.repair.raid.ReplaceStep.CopyTable;
import io.github.rescuekit.repair.raid.ReplaceStep.Format;
import io.github.rescuekit.repair.raid.ReplaceStep.Join;
import io.github.rescuekit.repair.raid.ReplaceStep.Prepare;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts a disk in the place that one has left in arrays: refuses, plans, applies, watches the kernel, and looks again. */
public final class DiskReplacement {

    /**
     * What it works with.
     *
     * @param look the machine at this moment
     * @param arrays of a machine, with what each member knows
     * @param states how an array stands
     * @param fstabs of the systems that are installed on a machine
     * @param undo where the ends of a disk are kept
     * @param betweenLooks while the kernel works
     */
    public record Parts(
            Runner runner,
            Tools tools,
            Supplier<Machine> look,
            Function<Machine, List<RaidArray>> arrays,
            Function<String, Optional<MdState>> states,
            Checkup checkup,
            Function<Machine, List<Fstab>> fstabs,
            DiskLocks locks,
            Path undo,
            Duration betweenLooks) {}

    private static final List<String> PROGRAMS =
            List.of("mdadm", "sfdisk", "blkid", "blockdev", "wipefs", "mkswap", "mkfs.vfat");
    private static final Duration LONGEST_STEP = Duration.ofMinutes(10);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Parts parts;
    private final NewDiskGuards guards;

    public DiskReplacement(Parts parts) {
        this.parts = parts;
        this.guards = new NewDiskGuards(parts.runner(), new DeviceUse(), parts.checkup());
    }

    /**
     * What a replacement would do; it only looks.
     *
     * @throws RescueException with the guard that refuses the disk
     */
    public ReplacePlan plan(ReplaceOrder order, Progress progress) {
        parts.tools().requireAll(PROGRAMS);
        Machine machine = parts.look().get();
        BlockDevice disk = NewDiskGuards.wholeDisk(machine, order.disk());
        guards.requireAtRest(machine, disk);
        Lacking lacking = Lacking.of(machine, parts.arrays().apply(machine));
        requireNoneIsTheOldHalf(lacking);
        guards.requireHealthy(machine, disk, progress);
        return lacking.arrays().stream()
                        .anyMatch(it -> lacking.oldMember(it, disk).isPresent())
                ? comeback(order, disk, lacking)
                : newDisk(order, disk, lacking, progress);
    }

    private static void requireNoneIsTheOldHalf(Lacking lacking) {
        lacking.arrays().stream()
                .filter(it -> it.running().isPresent())
                .map(RaidArray::judgement)
                .filter(it -> it.verdict() == Verdict.FAILED)
                .findFirst()
                .ifPresent(it -> {
                    throw RescueException.refused(
                            "newer-half", it.summary(), it.next().orElse("see 'rescuekit raid status'"));
                });
    }

    private ReplacePlan newDisk(ReplaceOrder order, BlockDevice disk, Lacking lacking, Progress progress) {
        guards.requireEmpty(lacking.machine(), disk);
        BlockDevice from = lacking.healthyDisk(order.from(), disk);
        List<RaidArray> arrays = lacking.openOn(from);
        Optional<PartitionScript> table = from.tableType().map(it -> table(from));
        table.ifPresent(it -> {
            guards.requireRoom(disk, from, it);
            guards.requireNothingHidden(disk, it);
        });
        List<String> unread = new ArrayList<>();
        ReplacePlanner planner = new ReplacePlanner(lacking.machine(), from, disk, fstabs(lacking.machine(), unread));
        unread.forEach(planner::warn);
        Leftover.on(disk)
                .ifPresent(at -> planner.warn(disk.path() + " is not blank: at byte " + at
                        + " lies something without a known signature, as an encrypted volume or a disk that was wiped in"
                        + " haste leaves it; it will be overwritten"));
        guards.failure(lacking.machine(), from, progress)
                .ifPresent(it -> planner.warn("the healthy disk fails as well: " + it.summary() + "; "
                        + DiskCopy.first(from.path()) + ", and then replace this one"));
        return planner.plan(table, lacking, arrays, undo(disk));
    }

    private PartitionScript table(BlockDevice disk) {
        return SfdiskDump.parse(
                parts.runner().run(Command.of("sfdisk", "--dump", disk.path())).out());
    }

    private List<Fstab> fstabs(Machine machine, List<String> unread) {
        try {
            List<Fstab> fstabs = parts.fstabs().apply(machine);
            if (fstabs.isEmpty()) {
                unread.add("no installed system was found, and no fstab that would tell what the lost disk was called");
            }
            return fstabs;
        } catch (RescueException e) {
            unread.add("no fstab could be read: " + e.unlessInterrupted().happened());
            return List.of();
        }
    }

    private Path undo(BlockDevice disk) {
        return parts.undo()
                .resolve("raid-replace-" + disk.name().replace('/', '!') + "-" + MOMENT.format(Instant.now()));
    }

    private ReplacePlan comeback(ReplaceOrder order, BlockDevice disk, Lacking lacking) {
        List<ReplaceStep> steps = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (RaidArray array : lacking.arrays()) {
            Optional<RaidMember> old = lacking.oldMember(array, disk);
            old.ifPresent(it -> steps.addAll(comeback(order, array, it)));
            if (old.isEmpty()) {
                warnings.add(array.name() + " has no member on " + disk.path() + ", and stays as it is");
            }
        }
        return new ReplacePlan(disk, Optional.empty(), steps, Optional.empty(), warnings);
    }

    private List<ReplaceStep> comeback(ReplaceOrder order, RaidArray array, RaidMember member) {
        requireOpen(array);
        if (member.part() == Part.FAULTY) {
            throw RescueException.refused(
                    "thrown-out",
                    array.name() + " threw " + member.device() + " out because it failed",
                    "a disk that failed is to be replaced by another; when only its cable did: 'mdadm " + array.name()
                            + " --remove " + member.device() + "', then try again");
        }
        OldHalf old = OldHalf.of(array, member);
        Optional<String> obstacle = old.obstacle(state(array), parts.runner());
        if (obstacle.isPresent() && !order.acceptOldHalf()) {
            throw RescueException.refused(
                    "old-half",
                    old.words() + "; " + obstacle.get(),
                    "when nothing on it is needed, --accept-old-half overwrites it with all of " + array.name()
                            + "; else attach another disk");
        }
        List<ReplaceStep> steps = new ArrayList<>(ReplacePlanner.preparation(array));
        if (obstacle.isPresent()) {
            steps.add(new Prepare(
                    array.name(),
                    List.of("mdadm", "--zero-superblock", member.device()),
                    old.words() + "; what it knows of the array must not count any more"));
            steps.add(ReplacePlanner.joining(
                    array, member.device(), List.of("--add"), "the kernel copies all of " + array.name() + " to it"));
        } else {
            steps.add(ReplacePlanner.joining(
                    array,
                    member.device(),
                    List.of("--re-add"),
                    old.words() + "; the bitmap of the array tells the kernel what it missed"));
        }
        return steps;
    }

    private static void requireOpen(RaidArray array) {
        if (array.running().isEmpty()) {
            throw Lacking.notOpen(array);
        }
    }

    private MdState state(RaidArray array) {
        String path = array.running().map(MdArray::path).orElseThrow();
        return parts.states()
                .apply(path)
                .orElseThrow(() -> new RescueException(
                        ExitCode.NOT_UNDERSTOOD,
                        "the kernel does not tell how " + path + " stands",
                        "see /sys/block" + path.substring("/dev".length()) + "/md and 'rescuekit raid status'"));
    }

    /**
     * Does what the plan says, watches until the kernel has filled the new members, then looks again.
     *
     * @throws RescueException when the disk is not free any more, or a step broke off; the message tells how it stands
     */
    public ReplaceResult apply(ReplacePlan plan, Progress progress) {
        Machine machine = parts.look().get();
        // Between the plan and the yes a disk can be pulled out, and another one get its name.
        BlockDevice disk = machine.again(plan.disk());
        plan.from().ifPresent(machine::again);
        try (DiskLock lock =
                parts.locks().lock(ReplacePlanner.disks(machine, plan), "raid replace --disk " + disk.path())) {
            guards.requireAtRest(machine, disk);
            plan.from().ifPresent(it -> guards.requireEmpty(machine, disk));
            plan.undo().ifPresent(it -> new SavedEnds(disk, it).save());
            take(plan, lock, progress);
        }
        // Nobody need wait for the kernel's work: the arrays can be used and repaired meanwhile.
        Resync resync = new Resync(parts.states(), parts.betweenLooks());
        List<Rebuilt> rebuilt = plan.joins().stream()
                .map(it -> new Rebuilt(it, resync.await(it, progress)))
                .toList();
        return new ReplaceResult(plan, rebuilt, lookAgain(plan));
    }

    private List<RaidArray> lookAgain(ReplacePlan plan) {
        return parts.arrays().apply(parts.look().get()).stream()
                .filter(it -> it.running().isPresent())
                .filter(it ->
                        plan.joins().stream().anyMatch(join -> join.array().equals(it.name())))
                .toList();
    }

    private void take(ReplacePlan plan, DiskLock lock, Progress progress) {
        List<ReplaceStep> done = new ArrayList<>();
        for (ReplaceStep step : plan.steps()) {
            try {
                lock.requireHeld();
                progress.at(step.summary(), 0);
                take(step, plan);
                done.add(step);
            } catch (RescueException e) {
                throw done.stream().anyMatch(Join.class::isInstance) ? halfDone(plan, done, e) : takenBack(plan, e);
            }
        }
    }

    private void take(ReplaceStep step, ReplacePlan plan) {
        if (step instanceof CopyTable it) {
            copy(it, plan);
        } else if (step instanceof Format it) {
            run(it.words());
            requireMade(it);
        } else if (step instanceof Prepare it) {
            run(it.words());
        } else if (step instanceof Join it) {
            run(it.words());
        }
    }

    private void run(List<String> words) {
        parts.runner()
                .run(Command.of(words.get(0), words.subList(1, words.size())).within(LONGEST_STEP));
    }

    private void copy(CopyTable step, ReplacePlan plan) {
        parts.runner()
                .run(Command.of("sfdisk", "--wipe", "never", "--wipe-partitions", "never", step.disk())
                        .reading(step.script().text(number -> ReplacePlanner.node(plan.disk(), number)))
                        .within(LONGEST_STEP));
        PartitionScript written = table(plan.disk());
        PartitionScript model = table(plan.from().orElseThrow());
        if (!written.isLaidOutAs(step.script()) || !Collections.disjoint(written.identifiers(), model.identifiers())) {
            throw notMade("the partition table that sfdisk wrote to " + step.disk() + " is not that of " + step.from());
        }
        Machine machine = parts.look().get();
        step.script().rows().stream()
                .map(it -> ReplacePlanner.node(plan.disk(), it.number()))
                .filter(it -> machine.device(it).isEmpty())
                .findFirst()
                .ifPresent(it -> {
                    throw notMade("the kernel does not show the new partition " + it);
                });
    }

    private void requireMade(Format step) {
        if (parts.look()
                .get()
                .device(step.partition())
                .filter(it -> it.holds(step.type()))
                .isEmpty()) {
            throw notMade(step.partition() + " does not hold " + step.type() + " after '" + step.summary() + "'");
        }
    }

    private static RescueException notMade(String happened) {
        return new RescueException(
                ExitCode.TOOL_FAILED, happened, "look at the disk first ('rescuekit check DISK'), then try again");
    }

    private static RescueException halfDone(ReplacePlan plan, List<ReplaceStep> done, RescueException cause) {
        List<String> joined = done.stream()
                .filter(Join.class::isInstance)
                .map(it -> ((Join) it).array())
                .toList();
        return new RescueException(
                        cause.exitCode(),
                        cause.happened() + "; " + String.join(", ", joined)
                                + " got its new member and is being rebuilt",
                        "the steps that are left can be done by hand: "
                                + String.join(
                                        "; ",
                                        plan.steps().stream()
                                                .filter(it -> !done.contains(it))
                                                .map(ReplaceStep::summary)
                                                .toList()))
                .causedBy(cause);
    }

    private RescueException takenBack(ReplacePlan plan, RescueException cause) {
        if (plan.undo().isEmpty()) {
            return cause;
        }
        // An interrupted thread could neither start programs nor write.
        boolean wasInterrupted = Thread.interrupted() || cause.exitCode() == ExitCode.INTERRUPTED;
        try {
            takeBack(plan);
        } catch (RescueException second) {
            cause.addSuppressed(second);
            return new RescueException(
                            ExitCode.UNDO_FAILED,
                            cause.happened() + "; and the new disk could not be emptied again: " + second.happened(),
                            "'wipefs --all' of its partitions and of "
                                    + plan.disk().path() + " empties it")
                    .causedBy(cause);
        }
        return new RescueException(
                        wasInterrupted ? ExitCode.INTERRUPTED : ExitCode.REPAIR_UNDONE,
                        cause.happened() + "; " + plan.disk().path() + " is empty again, as it was",
                        cause.next())
                .causedBy(cause);
    }

    private void takeBack(ReplacePlan plan) {
        Machine machine = parts.look().get();
        List<BlockDevice> made = machine.device(plan.disk().path()).stream()
                .flatMap(it -> ReplacePlanner.partitions(machine, it).stream())
                .toList();
        if (!made.isEmpty()) {
            run(Stream.concat(Stream.of("wipefs", "--all"), made.stream().map(BlockDevice::path))
                    .toList());
        }
        new SavedEnds(plan.disk(), plan.undo().orElseThrow()).putBack();
        run(List.of("blockdev", "--rereadpt", plan.disk().path()));
    }
}
