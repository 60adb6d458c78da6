package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.Leftovers;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.repair.RepairTarget;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import io.github.rescuekit.session.DiskLocks;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.SessionLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Ends the work on a server: tells what is to be expected, takes down what Rescuekit has mounted, reboots when told. */
public final class Departure {

    /**
     * What it works with.
     *
     * @param log of this rescue session
     * @param leftovers what still uses devices, one sentence each, as {@link Leftovers} finds it
     * @param close closes the arrays, volumes and encrypted volumes that Rescuekit has opened
     * @param initramfs looks into the initramfs of a kernel
     * @param reboot called by {@link Departure#reboot} alone
     * @param kexec starts a kernel from this one
     */
    public record Parts(
            Supplier<Machine> machine,
            SystemMounter mounter,
            TargetAccess targets,
            DiskLocks locks,
            SessionLog log,
            Jobs jobs,
            BiFunction<Collection<BlockDevice>, Machine, List<String>> leftovers,
            Supplier<List<String>> close,
            InitramfsLook initramfs,
            Runnable reboot,
            Kexec kexec) {}

    private final Parts parts;

    public Departure(Parts parts) {
        this.parts = parts;
    }

    /** Will the system boot, and let somebody in? Looks only. */
    public Outlook outlook(Machine machine, BlockDevice root) {
        return parts.targets().look(machine, root, target -> outlook(machine, target));
    }

    /** The same for one that is shown already. */
    public Outlook outlook(Machine machine, RepairTarget target) {
        InstalledSystem system = target.look();
        MountedSystem mounted = target.mounted();
        Outside outside = new LookOutside(parts.mounter(), machine, mounted, parts.initramfs());
        SystemView view = SystemView.of(system, mounted.rootDevice(), mounted.verdicts(), outside);
        return new Outlook(system, WillItBoot.judge(view), CanILogIn.judge(view));
    }

    /**
     * Takes down every system that Rescuekit has mounted, the last one first, and looks whether anything is left. What
     * somebody else has mounted is named and never touched.
     *
     * @param root of the system that is to boot; it need not be mounted
     */
    public Departed leave(BlockDevice root) {
        Machine machine = parts.machine().get();
        List<MountedSystem> mounted = parts.mounter().mounted(machine);
        Set<BlockDevice> disks = disks(machine, root, mounted);
        List<Blocker> blockers = new ArrayList<>(atWork(disks));
        if (!blockers.isEmpty()) {
            return new Departed(List.of(), blockers, List.of());
        }
        List<String> remarks = new ArrayList<>(new SessionLogCopy(parts.targets(), parts.log()).into(machine, mounted));
        List<String> unmounted = takeDown(mounted, blockers);
        if (blockers.isEmpty()) {
            blockers.addAll(left(disks));
        }
        if (blockers.isEmpty()) {
            close(blockers).forEach(it -> remarks.add("closed " + it));
        }
        return new Departed(unmounted, blockers, remarks);
    }

    /**
     * Puts the kernel into memory that the boot loader would start by itself, while the system can be read.
     *
     * @return its release
     * @throws RescueException when there is none that kexec could start; nothing was taken down then
     */
    public String load(Machine machine, BlockDevice root) {
        return parts.targets().look(machine, root, target -> {
            MountedSystem mounted = target.mounted();
            Outside outside = new LookOutside(parts.mounter(), machine, mounted, parts.initramfs());
            NextKernel next = NextKernel.of(target.look(), root, mounted.verdicts(), outside);
            parts.kexec().load(next.kernel(), next.initramfs(), next.arguments());
            return next.release();
        });
    }

    /** Forgets the kernel that was loaded. */
    public void unload() {
        parts.kexec().unload();
    }

    /**
     * Ends the rescue system and starts the kernel that was loaded.
     *
     * @throws RescueException as {@link #reboot}
     */
    public void kexec() {
        refuseWhileAtWork();
        parts.kexec().start();
    }

    /**
     * Reboots this machine.
     *
     * @throws RescueException guard {@code job-runs} while a job does, guard {@code locked} when another Rescuekit works on
     *     any of its disks
     */
    public void reboot() {
        refuseWhileAtWork();
        parts.reboot().run();
    }

    private void refuseWhileAtWork() {
        parts.jobs().running().stream()
                .filter(it -> !it.isOfThisProcess())
                .findFirst()
                .ifPresent(it -> {
                    throw stillRuns(it);
                });
        Machine machine = parts.machine().get();
        atWork(Set.copyOf(machine.wholeDisks())).stream().findFirst().ifPresent(it -> {
            throw RescueException.refused(it.guard().orElse(""), it.happened(), it.next());
        });
    }

    private static RescueException stillRuns(Job job) {
        return RescueException.refused(
                "job-runs",
                "job " + job.id() + " (" + job.order() + ") still runs",
                "wait for it ('rescuekit attach " + job.id() + "') or end it ('rescuekit cancel " + job.id()
                        + "'), then leave again");
    }

    private static Set<BlockDevice> disks(Machine machine, BlockDevice root, List<MountedSystem> mounted) {
        Set<BlockDevice> disks = new LinkedHashSet<>(machine.disksOf(root));
        mounted.forEach(system -> {
            disks.addAll(machine.disksOf(system.rootDevice()));
            system.verdicts().stream()
                    .flatMap(it -> it.device().stream())
                    .forEach(it -> disks.addAll(machine.disksOf(it)));
        });
        return disks;
    }

    private List<Blocker> atWork(Set<BlockDevice> disks) {
        long self = ProcessHandle.current().pid();
        return disks.stream()
                .flatMap(disk -> parts.locks().holderOf(disk.path()).stream()
                        .filter(it -> it.pid() != self)
                        .map(it -> refusal("locked", disk.path() + " is in use by " + it, "wait until it has ended")))
                .toList();
    }

    private static List<String> takeDown(List<MountedSystem> mounted, List<Blocker> blockers) {
        List<String> unmounted = new ArrayList<>();
        for (int i = mounted.size() - 1; i >= 0; i--) {
            MountedSystem system = mounted.get(i);
            try {
                system.close();
                unmounted.add(system.rootDevice().path() + " from " + system.root());
            } catch (RescueException e) {
                blockers.add(Blocker.of(e.unlessInterrupted()));
            }
        }
        return unmounted;
    }

    private List<String> close(List<Blocker> blockers) {
        try {
            return parts.close().get();
        } catch (RescueException e) {
            blockers.add(Blocker.of(e.unlessInterrupted()));
            return List.of();
        }
    }

    private List<Blocker> left(Set<BlockDevice> disks) {
        Machine now = parts.machine().get();
        Set<BlockDevice> devices = new LinkedHashSet<>();
        disks.forEach(disk -> devices.addAll(now.familyOf(disk)));
        List<Blocker> left = new ArrayList<>();
        parts.leftovers().apply(devices, now).forEach(it -> left.add(refusal("in-use", it, "end that use")));
        left.addAll(atWork(disks));
        return left;
    }

    private static Blocker refusal(String guard, String happened, String next) {
        return new Blocker(ExitCode.REFUSED, Optional.of(guard), happened, next + ", then leave again");
    }
}
