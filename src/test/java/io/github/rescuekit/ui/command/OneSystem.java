package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.leave.Kexec;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.session.DiskLocks;
import io.github.rescuekit.session.TestJobs;
import io.github.rescuekit.ui.Health;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.Toolkits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine with one disk and one system in a directory that boots; its fault is that /etc/broken is there. */
final class OneSystem implements SystemMounter, Starter {

    static final String FAULT = "/etc/broken";

    private final Path root;
    private final Path disk;
    private final Path records;
    private final Path jobs;
    private final List<BlockDevice> devices = new ArrayList<>();
    Optional<MountedSystem> mounted = Optional.empty();
    boolean isLocked;
    boolean staysBroken;
    boolean isHidden;
    boolean isConfusing = true;
    Health health = Toolkits.NO_HEALTH;
    int open;
    int reboots;
    final List<String> kexecs = new ArrayList<>();
    private final Kexec kexec = new Kexec() {
        @Override
        public void load(Path kernel, List<Path> initramfs, String arguments) {
            assertThat(open).isPositive();
            kexecs.add("load " + inside(kernel) + " "
                    + initramfs.stream().map(OneSystem.this::inside).toList() + " " + arguments);
        }

        @Override
        public void unload() {
            kexecs.add("unload");
        }

        @Override
        public void start() {
            kexecs.add("start with " + open + " mounted");
        }
    };
    List<String> leftovers = List.of();
    Optional<RescueException> holder = Optional.empty();

    OneSystem(Path directory) throws IOException {
        root = directory.resolve("root");
        disk = directory.resolve("sda");
        records = directory.resolve("locks");
        jobs = directory.resolve("jobs");
        Files.createFile(disk);
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("usr"));
        Files.createDirectories(root.resolve("var/lib"));
        Files.writeString(root.resolve("etc/os-release"), "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian 12\"\n");
        Files.writeString(root.resolve("etc/fstab"), disk + " / ext4 defaults 0 1\n");
        breakIt();
        devices.add(device());
    }

    void breakIt() throws IOException {
        Files.writeString(at(FAULT), "broken\n");
    }

    /** Gives it what a boot needs. */
    void makeBootable() throws IOException {
        Files.writeString(at("/etc/fstab"), "UUID=1-2-3 / ext4 defaults 0 1\n");
        BootableTree.write(BootableTree.of("1-2-3"), root);
        Files.write(disk, BootableTree.bootCode());
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    private String inside(Path file) {
        return "/" + root.relativize(file);
    }

    String disk() {
        return disk.toString();
    }

    void pullOut() {
        devices.clear();
    }

    Toolkit toolkit() {
        List<Recipe> recipes = isConfusing ? List.of(new Broken(), new Confused()) : List.of(new Broken());
        return Toolkits.on(
                this::machine,
                this,
                health,
                new Recipes(recipes),
                new DiskLocks(this, records, "a test"),
                new Toolkits.Ending(() -> leftovers, TestJobs.ofNobody(jobs), () -> reboots++, kexec));
    }

    private Machine machine() {
        return new Machine(devices, List.of(), List.of(), List.of(), List.of());
    }

    private BlockDevice device() {
        return new BlockDevice(
                disk.toString(),
                new DeviceNumber(8, 0),
                DeviceKind.DISK,
                Bytes.gib(1),
                false,
                List.of(),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Filesystem(
                        "ext4", Usage.FILESYSTEM, Optional.of("1-2-3"), Optional.empty(), Optional.empty())),
                Optional.empty());
    }

    @Override
    public MountedSystem lookAtRoot(Machine machine, BlockDevice device) {
        return new Mounted(device, false);
    }

    @Override
    public MountedSystem look(Machine machine, BlockDevice device) {
        return new Mounted(device, false);
    }

    @Override
    public MountedSystem mount(Machine machine, BlockDevice device, Path at, Access access) {
        return new Mounted(device, access == Access.WRITABLE);
    }

    @Override
    public MountedSystem withoutLinks(MountedSystem system) {
        return new Mounted(system.rootDevice(), system.isWritable());
    }

    @Override
    public List<MountedSystem> mounted(Machine machine) {
        return mounted.stream().toList();
    }

    MountedSystem mountedReadOnly() {
        return new Mounted(devices.get(0), false);
    }

    private final class Mounted implements MountedSystem {

        private final BlockDevice device;
        private final boolean writable;

        Mounted(BlockDevice device, boolean writable) {
            this.device = device;
            this.writable = writable;
            open++;
        }

        @Override
        public Path root() {
            return root;
        }

        @Override
        public BlockDevice rootDevice() {
            return device;
        }

        @Override
        public List<FstabVerdict> verdicts() {
            return List.of(new FstabVerdict(
                    1, device.path(), "/", FstabVerdict.Action.MOUNTED, Optional.of(device), "by its name"));
        }

        @Override
        public List<String> incomplete() {
            return List.of();
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void close() {
            if (mounted.filter(it -> it == this).isPresent() && holder.isPresent()) {
                throw holder.get();
            }
            open--;
        }
    }

    @Override
    public Companion start(Command command) {
        return new Companion() {

            @Override
            public long pid() {
                return 1;
            }

            @Override
            public boolean isAlive() {
                return true;
            }

            @Override
            public String ask(String line) {
                return isLocked ? "" : line;
            }

            @Override
            public int exitCode() {
                return 75;
            }

            @Override
            public void close() {
                // nothing to end
            }
        };
    }

    private final class Broken implements Recipe {

        private static final Remedy REMOVE = new Remedy("remove", "Remove the file.", "It is gone.");
        private static final Remedy NOTHING = new Remedy("nothing", "Do nothing.", "It stays.");

        @Override
        public String id() {
            return "broken";
        }

        @Override
        public String cures() {
            return "A file that is broken.";
        }

        @Override
        public List<String> touches() {
            return List.of("/etc/conf");
        }

        @Override
        public List<Remedy> remedies() {
            return List.of(REMOVE, NOTHING);
        }

        @Override
        public List<Finding> diagnose(InstalledSystem system) {
            return staysBroken || system.files().exists(FAULT)
                    ? List.of(new Finding(
                            id(), Severity.CRITICAL, FAULT + " is broken", List.of(FAULT), Optional.of(id())))
                    : List.of();
        }

        @Override
        public List<String> unknowns(InstalledSystem system) {
            return isHidden ? List.of("/etc may not be seen") : List.of();
        }

        @Override
        public Plan plan(InstalledSystem system, Choice choice) {
            Remedy remedy = choice.remedy().filter("nothing"::equals).isPresent() ? NOTHING : REMOVE;
            List<Step> steps = system.files().exists(FAULT) && remedy.equals(REMOVE)
                    ? List.of(new Step.RemoveFile(FAULT))
                    : List.of();
            return new Plan(id(), Optional.of(remedy), steps, List.of("It will be gone."), List.of("Look at it."));
        }
    }

    /** A recipe with a bug. */
    private static final class Confused implements Recipe {

        @Override
        public String id() {
            return "confused";
        }

        @Override
        public String cures() {
            return "Nothing.";
        }

        @Override
        public List<String> touches() {
            return List.of("/etc/conf");
        }

        @Override
        public List<Remedy> remedies() {
            return List.of(new Remedy("none", "Nothing.", "Nothing."));
        }

        @Override
        public List<Finding> diagnose(InstalledSystem system) {
            throw new IllegalStateException("confused");
        }

        @Override
        public Plan plan(InstalledSystem system, Choice choice) {
            throw new IllegalStateException("confused");
        }
    }
}
