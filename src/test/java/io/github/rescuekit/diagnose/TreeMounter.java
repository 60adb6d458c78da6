package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.FstabSource;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.FstabVerdict.Action;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Mounts nothing: each device stands for a tree of files. Counts what is looked at and what is still open. */
public final class TreeMounter implements SystemMounter, AutoCloseable {

    private final Map<String, SystemTree> trees = new HashMap<>();
    private final Map<String, List<String>> incomplete = new HashMap<>();
    private final Set<String> interrupting = new HashSet<>();
    private final List<String> looks = new ArrayList<>();
    private final List<MountedSystem> work = new ArrayList<>();
    private int open;

    public TreeMounter put(String device, SystemTree tree) {
        trees.put(device, tree);
        return this;
    }

    public TreeMounter incomplete(String device, String why) {
        incomplete.put(device, List.of(why));
        return this;
    }

    /** The operator presses Ctrl-C while that device is looked at. */
    public TreeMounter interruptedAt(String device) {
        interrupting.add(device);
        return this;
    }

    public List<String> looks() {
        return List.copyOf(looks);
    }

    public int open() {
        return open;
    }

    /** A system that is mounted for work. */
    public TreeMounter mounted(MountedSystem system) {
        work.add(system);
        return this;
    }

    @Override
    public MountedSystem lookAtRoot(Machine machine, BlockDevice root) {
        return look(machine, root);
    }

    @Override
    public MountedSystem look(Machine machine, BlockDevice root) {
        looks.add(root.path());
        if (interrupting.contains(root.path())) {
            throw new RescueException(ExitCode.INTERRUPTED, "interrupted", "start again");
        }
        SystemTree tree = trees.get(root.path());
        if (tree == null) {
            throw new RescueException(ExitCode.TOOL_FAILED, root.path() + " could not be read", "see 'dmesg'");
        }
        open++;
        return new Tree(tree.root(), root, verdicts(tree, machine));
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
        return List.copyOf(work);
    }

    @Override
    public void close() {
        trees.values().forEach(SystemTree::close);
    }

    private static List<FstabVerdict> verdicts(SystemTree tree, Machine machine) {
        Fstab fstab = new ConfinedFiles(tree.root())
                .text("/etc/fstab")
                .map(it -> io.github.rescuekit.parse.Fstab.parse(it.text()))
                .orElseGet(() -> new Fstab(List.of(), List.of()));
        return fstab.entries().stream().map(entry -> verdict(entry, machine)).toList();
    }

    private static FstabVerdict verdict(FstabEntry entry, Machine machine) {
        Optional<BlockDevice> device = FstabSource.of(entry.source())
                .flatMap(it -> it.among(machine.devices()).stream().findFirst());
        Action action = entry.type().equals("swap") || entry.type().equals("tmpfs")
                ? Action.SKIPPED
                : device.isPresent() ? Action.MOUNTED : Action.FAILED;
        return new FstabVerdict(entry.line(), entry.source(), entry.mountPoint(), action, device, "as the test says");
    }

    private final class Tree implements MountedSystem {

        private final Path root;
        private final BlockDevice device;
        private final List<FstabVerdict> verdicts;

        Tree(Path root, BlockDevice device, List<FstabVerdict> verdicts) {
            this.root = root;
            this.device = device;
            this.verdicts = verdicts;
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
            return verdicts;
        }

        @Override
        public List<String> incomplete() {
            return incomplete.getOrDefault(device.path(), List.of());
        }

        @Override
        public boolean isWritable() {
            return false;
        }

        @Override
        public void close() {
            open--;
        }
    }
}
