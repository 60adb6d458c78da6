package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Mounts an installed system by its own fstab. */
public final class FstabMounter implements SystemMounter {

    private final Runner runner;
    private final Starter starter;

    public FstabMounter(Runner runner, Starter starter) {
        this.runner = runner;
        this.starter = starter;
    }

    @Override
    public MountedSystem lookAtRoot(Machine machine, BlockDevice root) {
        MountableType type = typeOf(root);
        LookSpace space = LookSpace.open(runner, starter);
        try {
            space.mount(root, type, "/", List.of());
            return new LookedAtSystem(space, root, List.of(rootVerdict(root)));
        } catch (RescueException e) {
            space.close();
            throw e;
        }
    }

    @Override
    public MountedSystem look(Machine machine, BlockDevice root) {
        return lookAtRoot(machine, root);
    }

    @Override
    public MountedSystem mount(Machine machine, BlockDevice root, Path at, Access access) {
        throw RescueException.refused(
                "not-available", "mounting for work is not available in this version", "look at the system instead");
    }

    @Override
    public List<MountedSystem> mounted(Machine machine) {
        return List.of();
    }

    private static FstabVerdict rootVerdict(BlockDevice root) {
        return new FstabVerdict(
                0, root.path(), "/", FstabVerdict.Action.MOUNTED, Optional.of(root), "chosen as the root filesystem");
    }

    private static MountableType typeOf(BlockDevice root) {
        Filesystem filesystem = root.filesystem()
                .orElseThrow(() -> RescueException.refused(
                        "no-filesystem", root.path() + " holds no known filesystem", "see 'rescuekit disks'"));
        return MountableType.of(filesystem.type())
                .orElseThrow(() -> RescueException.refused(
                        "filesystem-type",
                        root.path() + " holds " + filesystem.type() + ", which is never mounted",
                        "only " + MountableType.words() + " can hold an installed system; see 'rescuekit disks'"));
    }
}
