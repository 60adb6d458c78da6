package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

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
        return looking(root, (space, verdict) -> List.of(verdict));
    }

    @Override
    public MountedSystem look(Machine machine, BlockDevice root) {
        return looking(root, (space, verdict) -> {
            Fstab fstab = FstabFile.read(new TargetPaths(space.root()));
            return new FstabRun(space).mountBelowRoot(new MountPlanner(fstab, machine, root).plan());
        });
    }

    private MountedSystem looking(BlockDevice root, BiFunction<MountSpace, FstabVerdict, List<FstabVerdict>> more) {
        MountableType type = typeOf(root);
        LookSpace space = LookSpace.open(runner, starter);
        try {
            FstabVerdict verdict = mountRoot(space, root, type);
            return new LookedAtSystem(space, root, more.apply(space, verdict));
        } catch (RescueException e) {
            space.close();
            throw e;
        }
    }

    private static FstabVerdict mountRoot(LookSpace space, BlockDevice root, MountableType type) {
        space.mount(root, type, "/", List.of());
        if (type != MountableType.BTRFS) {
            return rootVerdict(root, "chosen as the root");
        }
        return BtrfsSubvolumes.ofTheSystem(space.root())
                .map(name -> {
                    space.unmountLast();
                    space.mount(root, type, "/", List.of("subvol=" + name));
                    return rootVerdict(root, "chosen as the root, subvolume " + name);
                })
                .orElseGet(() -> rootVerdict(root, "chosen as the root"));
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

    private static FstabVerdict rootVerdict(BlockDevice root, String reason) {
        return new FstabVerdict(0, root.path(), "/", Action.MOUNTED, Optional.of(root), reason);
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
