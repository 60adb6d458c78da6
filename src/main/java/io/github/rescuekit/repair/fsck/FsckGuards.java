package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.DeviceUse;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.repair.DiskGuards;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Why a device is not written to. The first reason counts; its word is stable for scripts. */
final class FsckGuards {

    private final DeviceUse use;
    private final Tools tools;

    FsckGuards(DeviceUse use, Tools tools) {
        this.use = use;
        this.tools = tools;
    }

    /** Refuses what is not at rest or not a filesystem of its own. */
    void requireFree(Machine machine, BlockDevice device) {
        DiskGuards.requireNotOfRescue(machine, device);
        DiskGuards.requireNoHibernation(machine, device);
        requireNoMember(machine, device);
        requirePlainContent(device);
        requireUnused(machine, device);
        DiskGuards.requireWritable(device);
    }

    void requirePrograms(List<String> programs) {
        List<String> missing = tools.missing(programs);
        if (!missing.isEmpty()) {
            throw RescueException.refused(
                    "missing-tool",
                    String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " not installed",
                    "install "
                            + missing.stream().map(Tools::packageOf).distinct().collect(Collectors.joining(" "))
                            + " (apt-get install ...), then try again");
        }
    }

    private static void requireNoMember(Machine machine, BlockDevice device) {
        Optional<String> array = machine.arrays().stream()
                .filter(it -> it.members().stream()
                        .map(MdArray.Member::path)
                        .anyMatch(path ->
                                path.equals(device.path()) || device.links().contains(path)))
                .map(MdArray::path)
                .findFirst();
        if (array.isPresent() || has(device, Filesystem::isMember)) {
            throw RescueException.refused(
                    "member",
                    device.path() + " is a member of " + array.orElse("an array, a volume group or a pool"),
                    "repair the filesystem on the whole, never on one member: see 'rescuekit disks'");
        }
    }

    private static void requirePlainContent(BlockDevice device) {
        if (has(device, it -> it.usage() == Usage.CRYPTO)) {
            throw RescueException.refused(
                    "encrypted",
                    device.path() + " is encrypted",
                    "open it first ('cryptsetup open " + device.path() + " NAME'), then name /dev/mapper/NAME");
        }
        if (has(device, Filesystem::isSwap)) {
            throw RescueException.refused(
                    "swap", device.path() + " is swap, not a filesystem", "make it anew if it is broken: mkswap");
        }
    }

    private void requireUnused(Machine machine, BlockDevice device) {
        List<DeviceUse.Use> uses = use.of(machine, device);
        if (!uses.isEmpty()) {
            DeviceUse.Use first = uses.get(0);
            boolean mounted =
                    first.kind() == DeviceUse.Kind.MOUNTED || first.kind() == DeviceUse.Kind.MOUNTED_READ_ONLY;
            throw RescueException.refused(
                    mounted ? "mounted" : "in-use",
                    device.path() + " is " + first.who(),
                    mounted
                            ? "unmount it ('rescuekit umount', or umount), then try again"
                            : "release it, then try again");
        }
        List<BlockDevice> parts = machine.childrenOf(device);
        if (!parts.isEmpty()) {
            throw RescueException.refused(
                    "in-use",
                    device.path() + " holds " + parts.get(0).path(),
                    "name the partition or volume that has the filesystem");
        }
    }

    static RescueException unknownType(BlockDevice device) {
        String content = device.filesystem()
                .map(Filesystem::type)
                .or(device::tableType)
                .map(type -> "holds " + type + ", which is not repaired here")
                .orElse("shows no known filesystem: it is empty, encrypted, or badly damaged");
        return RescueException.refused(
                "unknown-type",
                device.path() + " " + content,
                "ext2, ext3, ext4, xfs, btrfs and vfat are repaired; see 'rescuekit disks' for what is where");
    }

    private static boolean has(BlockDevice device, Predicate<Filesystem> property) {
        return device.filesystem().filter(property).isPresent();
    }
}
