package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.mount.SystemMounter.Access;
import java.nio.file.Path;
import java.util.List;

/** A system that stays mounted after the process that mounted it. */
final class MountedForWork implements MountedSystem {

    private final MountRecord record;
    private final BlockDevice rootDevice;
    private final List<FstabVerdict> verdicts;
    private final Runnable takedown;

    MountedForWork(MountRecord record, BlockDevice rootDevice, List<FstabVerdict> verdicts, Runnable takedown) {
        this.record = record;
        this.rootDevice = rootDevice;
        this.verdicts = List.copyOf(verdicts);
        this.takedown = takedown;
    }

    @Override
    public Path root() {
        return record.at();
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
        return record.incomplete();
    }

    @Override
    public boolean isWritable() {
        return record.access() == Access.WRITABLE;
    }

    @Override
    public void close() {
        takedown.run();
    }
}
