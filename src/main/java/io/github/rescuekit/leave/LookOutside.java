package io.github.rescuekit.leave;

import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.BlockReader;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.RescueFirmware;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.Optional;

/** Asks the machine itself. */
final class LookOutside implements Outside {

    private final SystemMounter mounter;
    private final Machine machine;
    private final MountedSystem mounted;
    private final InitramfsLook initramfs;
    private final SystemFiles files;

    LookOutside(SystemMounter mounter, Machine machine, MountedSystem mounted, InitramfsLook initramfs) {
        this.mounter = mounter;
        this.machine = machine;
        this.mounted = mounted;
        this.initramfs = initramfs;
        this.files = new ConfinedFiles(mounted.root());
    }

    @Override
    public Optional<Space> space(String mountPoint) {
        return files.find(mountPoint)
                .filter(SystemFile::isDirectory)
                .flatMap(it -> files.space(it.path()))
                .map(it -> new Space(it.total(), it.usable()));
    }

    @Override
    public byte[] read(BlockDevice device, long offset, int length) {
        return BlockReader.read(device, offset, length);
    }

    @Override
    public EspContent esp(BlockDevice device) {
        Optional<String> at = mounted.verdicts().stream()
                .filter(it -> it.action() == FstabVerdict.Action.MOUNTED)
                .filter(it -> it.device().filter(device::equals).isPresent())
                .map(FstabVerdict::mountPoint)
                .findFirst();
        if (at.isPresent()) {
            return EspContent.of(files, at.get());
        }
        try (MountedSystem esp = mounter.lookAtRoot(machine, device)) {
            return EspContent.of(new ConfinedFiles(esp.root()), "");
        }
    }

    @Override
    public InitramfsLook initramfs() {
        return initramfs;
    }

    @Override
    public boolean startedByUefi() {
        return RescueFirmware.isUefi();
    }
}
