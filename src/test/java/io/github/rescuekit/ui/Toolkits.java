package io.github.rescuekit.ui;

import io.github.rescuekit.diagnose.panic.MachineRecords;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.layers.Layers;
import io.github.rescuekit.layers.OpenedLayers;
import io.github.rescuekit.leave.Departure;
import io.github.rescuekit.leave.Kexec;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MemoryModule;
import io.github.rescuekit.model.NetworkCard;
import io.github.rescuekit.mount.BtrfsDefault;
import io.github.rescuekit.mount.Chroot;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.repair.FileAttributes;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.session.DiskLocks;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.SessionLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Toolkits for tests: parts that a test does not name find nothing and refuse everything. */
public final class Toolkits {

    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Machine EMPTY = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Neither checks nor repairs. */
    public static final Health NO_HEALTH = new Health(
            limit -> {
                throw new AssertionError("checked");
            },
            () -> {
                throw new AssertionError("repaired");
            },
            () -> {
                throw new AssertionError("tested");
            },
            () -> new MachineRecords.Read(List.of(), Optional.empty(), List.of()),
            Databases.NONE,
            machine -> {
                throw new AssertionError("asked for arrays");
            },
            () -> {
                throw new AssertionError("replaced");
            });

    private static final Jobs NO_JOBS = new Jobs(
            Path.of("/nowhere"),
            (command, output) -> {
                throw new AssertionError("started " + command);
            },
            number -> {
                throw new AssertionError("job " + number);
            });

    private static final BtrfsDefault NO_BTRFS = new BtrfsDefault(command -> {
        throw new IllegalStateException("no btrfs is here");
    });
    private static final Chroot CHROOT = new Chroot(
            command -> {
                throw new AssertionError("ran " + command);
            },
            command -> {
                throw new AssertionError("started " + command);
            },
            root -> Optional.empty());

    private static final Host HOST = new Host(
            Optional.of("QEMU Standard PC"),
            Optional.of("AMD EPYC Processor"),
            2,
            Optional.of(Bytes.gib(4)),
            false,
            Optional.of("6.1.0-37-amd64"));

    private static final Inventory INVENTORY = new Inventory(
            Optional.of("Supermicro X11SCL-F"),
            Optional.of("ZM19AS000001"),
            Optional.empty(),
            Optional.of("AMD EPYC Processor"),
            1,
            2,
            List.of(new MemoryModule(
                    "DIMM_A1",
                    Bytes.gib(4),
                    Optional.of("DDR4"),
                    Optional.of(3200L),
                    Optional.of("Samsung"),
                    Optional.empty(),
                    Optional.of("17C4B2A3"))),
            List.of(new NetworkCard(
                    "eth0", Optional.of("02:00:00:00:00:01"), true, Optional.empty(), List.of("192.0.2.2"))),
            List.of(),
            List.of("the firmware does not tell its version"));

    private Toolkits() {}

    /** A machine without devices. */
    public static Toolkit bare(boolean root) {
        return with(root, bug -> Optional.empty());
    }

    public static Toolkit with(boolean root, BugLog bugs) {
        return toolkit(root, bugs, EMPTY, new NoMounter());
    }

    /** That machine, with its systems mounted in a way of the test's own. */
    public static Toolkit on(Machine machine, SystemMounter mounter) {
        return toolkit(true, bug -> Optional.empty(), machine, mounter);
    }

    /** The same with recipes that only look. */
    public static Toolkit on(Machine machine, SystemMounter mounter, Recipes recipes) {
        Toolkit without = on(machine, mounter);
        return new Toolkit(
                without.version(),
                without.isRoot(),
                without.bugs(),
                without.host(),
                without.inventory(),
                without.machine(),
                without.mounter(),
                without.chroot(),
                without.health(),
                without.targets(),
                recipes,
                without.departure(),
                without.jobs(),
                without.layers(),
                without.who());
    }

    /**
     * What a test has instead of the last steps of a rescue.
     *
     * @param leftovers what still uses devices
     */
    public record Ending(Supplier<List<String>> leftovers, Jobs jobs, Runnable reboot, Kexec kexec) {

        static final Ending NEVER = new Ending(
                List::of,
                NO_JOBS,
                () -> {
                    throw new AssertionError("rebooted");
                },
                new Kexec() {
                    @Override
                    public void load(Path kernel, List<Path> initramfs, String arguments) {
                        throw new AssertionError("loaded " + kernel);
                    }

                    @Override
                    public void unload() {
                        throw new AssertionError("unloaded");
                    }

                    @Override
                    public void start() {
                        throw new AssertionError("started");
                    }
                });
    }

    /** With recipes, and with disk locks that are held by programs of the test. */
    public static Toolkit on(
            Supplier<Machine> machine,
            SystemMounter mounter,
            Health health,
            Recipes recipes,
            DiskLocks locks,
            Ending ending) {
        TargetAccess targets = targets(mounter, locks);
        return new Toolkit(
                VERSION,
                () -> true,
                bug -> Optional.empty(),
                () -> HOST,
                () -> INVENTORY,
                machine,
                mounter,
                CHROOT,
                health,
                targets,
                recipes,
                departure(machine, mounter, targets, locks, ending),
                NO_JOBS,
                layers(machine),
                "a test");
    }

    /** A machine without devices, with jobs of the test's own. */
    public static Toolkit with(Jobs jobs) {
        Toolkit bare = bare(true);
        return new Toolkit(
                bare.version(),
                bare.isRoot(),
                bare.bugs(),
                bare.host(),
                bare.inventory(),
                bare.machine(),
                bare.mounter(),
                bare.chroot(),
                bare.health(),
                bare.targets(),
                bare.recipes(),
                bare.departure(),
                jobs,
                bare.layers(),
                bare.who());
    }

    /** That machine, with checks and trials of the test's own; nothing can be mounted. */
    public static Toolkit on(Machine machine, Health health) {
        return toolkit(true, bug -> Optional.empty(), machine, new NoMounter(), health);
    }

    private static Toolkit toolkit(boolean root, BugLog bugs, Machine machine, SystemMounter mounter) {
        return toolkit(root, bugs, machine, mounter, NO_HEALTH);
    }

    private static Toolkit toolkit(boolean root, BugLog bugs, Machine machine, SystemMounter mounter, Health health) {
        Starter none = command -> {
            throw new AssertionError("started: " + command);
        };
        DiskLocks locks = new DiskLocks(none, Path.of("/nowhere"), "a test");
        TargetAccess targets = targets(mounter, locks);
        return new Toolkit(
                VERSION,
                () -> root,
                bugs,
                () -> HOST,
                () -> INVENTORY,
                () -> machine,
                mounter,
                CHROOT,
                health,
                targets,
                new Recipes(List.of()),
                departure(() -> machine, mounter, targets, locks, Ending.NEVER),
                NO_JOBS,
                layers(() -> machine),
                "a test");
    }

    /** Layers that no program can open. */
    public static Layers layers(Supplier<Machine> machine) {
        return new Layers(
                command -> {
                    throw new AssertionError("ran: " + command);
                },
                new Tools(List.of()),
                machine,
                new OpenedLayers(Path.of("/nowhere/opened")));
    }

    private static Departure departure(
            Supplier<Machine> machine, SystemMounter mounter, TargetAccess targets, DiskLocks locks, Ending ending) {
        return new Departure(new Departure.Parts(
                machine,
                mounter,
                targets,
                locks,
                new SessionLog(Path.of("/nowhere/rescuekit.log")),
                ending.jobs(),
                (devices, now) -> ending.leftovers().get(),
                List::of,
                TestInitramfs.virtual(),
                ending.reboot(),
                ending.kexec()));
    }

    private static TargetAccess targets(SystemMounter mounter, DiskLocks locks) {
        FileAttributes withoutTools = new FileAttributes(
                command -> {
                    throw new AssertionError("ran: " + command);
                },
                tool -> false);
        return new TargetAccess(mounter, locks, withoutTools, CHROOT, NO_BTRFS, List::of);
    }

    private static final class NoMounter implements SystemMounter {

        @Override
        public MountedSystem lookAtRoot(Machine machine, BlockDevice root) {
            throw new AssertionError("looked at " + root.path());
        }

        @Override
        public MountedSystem look(Machine machine, BlockDevice root) {
            throw new AssertionError("looked at " + root.path());
        }

        @Override
        public MountedSystem mount(Machine machine, BlockDevice root, Path at, Access access) {
            throw new AssertionError("mounted " + root.path());
        }

        @Override
        public MountedSystem withoutLinks(MountedSystem mounted) {
            throw new AssertionError("wrote to " + mounted.root());
        }

        @Override
        public List<MountedSystem> mounted(Machine machine) {
            return List.of();
        }
    }
}
