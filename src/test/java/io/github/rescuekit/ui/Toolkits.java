package io.github.rescuekit.ui;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Toolkits for tests: parts that a test does not name find nothing and refuse everything. */
public final class Toolkits {

    private static final Machine EMPTY = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());

    private static final Health HEALTH = new Health(limit -> {
        throw new AssertionError("checked");
    });

    private static final Host HOST = new Host(
            Optional.of("QEMU Standard PC"),
            Optional.of("AMD EPYC Processor"),
            2,
            Optional.of(Bytes.gib(4)),
            false,
            Optional.of("6.1.0-37-amd64"));

    private Toolkits() {}

    /** A machine without devices. */
    public static Toolkit bare(boolean root) {
        return with(root, bug -> Optional.empty());
    }

    public static Toolkit with(boolean root, BugLog bugs) {
        return new Toolkit("0.1.0-SNAPSHOT", () -> root, bugs, () -> HOST, () -> EMPTY, new NoMounter(), HEALTH);
    }

    /** That machine, with its systems mounted in a way of the test's own. */
    public static Toolkit on(Machine machine, SystemMounter mounter) {
        return new Toolkit(
                "0.1.0-SNAPSHOT", () -> true, bug -> Optional.empty(), () -> HOST, () -> machine, mounter, HEALTH);
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
        public List<MountedSystem> mounted(Machine machine) {
            return List.of();
        }
    }
}
