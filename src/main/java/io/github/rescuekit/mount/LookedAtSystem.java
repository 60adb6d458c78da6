package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.util.List;

/** A system that is mounted for a look. */
final class LookedAtSystem implements MountedSystem {

    private final LookSpace space;
    private final BlockDevice rootDevice;
    private final List<FstabVerdict> verdicts;

    LookedAtSystem(LookSpace space, BlockDevice rootDevice, List<FstabVerdict> verdicts) {
        this.space = space;
        this.rootDevice = rootDevice;
        this.verdicts = List.copyOf(verdicts);
    }

    @Override
    public Path root() {
        return space.root();
    }

    @Override
    public BlockDevice rootDevice() {
        return rootDevice;
    }

    @Override
    public List<FstabVerdict> verdicts() {
        return verdicts;
    }

    @Override
    public List<String> incomplete() {
        return space.incomplete();
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public void close() {
        space.close();
    }
}
