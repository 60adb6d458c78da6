package io.github.rescuekit.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is plugged in and in use, at one moment.
 *
 * @param devices every block device, parents before children
 * @param unknowns what could not be found out, one sentence each with the reason
 */
public record Machine(
        List<BlockDevice> devices,
        List<MountEntry> mounts,
        List<SwapArea> swaps,
        List<MdArray> arrays,
        List<String> unknowns) {

    private static final Set<String> NOT_REDUNDANT = Set.of("raid0", "linear");

    public Machine {
        devices = ParentsFirst.order(devices);
        mounts = List.copyOf(mounts);
        swaps = List.copyOf(swaps);
        arrays = List.copyOf(arrays);
        unknowns = List.copyOf(unknowns);
    }

    /** The device of that path, also by one of its links. */
    public Optional<BlockDevice> device(String path) {
        return devices.stream()
                .filter(it -> it.path().equals(path) || it.links().contains(path))
                .findFirst();
    }

    public Optional<BlockDevice> device(DeviceNumber number) {
        return devices.stream().filter(it -> it.number().equals(number)).findFirst();
    }

    /**
     * A device that was seen before, as it is now.
     *
     * @throws RescueException guard {@code device-gone}, when it was removed or another one has its name
     */
    public BlockDevice again(BlockDevice seen) {
        return device(seen.path())
                .filter(it -> it.size().equals(seen.size()) && it.uuid().equals(seen.uuid()))
                .orElseThrow(() -> RescueException.refused(
                        "device-gone",
                        seen.path() + " is no longer the device that the plan was made for",
                        "see 'rescuekit disks' for what is plugged in now; nothing was changed"));
    }

    /** What could not be told of one device, in sentences that begin with its path. */
    public List<String> unknownsOf(BlockDevice device) {
        return unknowns.stream()
                .filter(it -> it.startsWith(device.path() + " "))
                .toList();
    }

    public List<BlockDevice> wholeDisks() {
        return devices.stream().filter(BlockDevice::isWholeDisk).toList();
    }

    public List<BlockDevice> childrenOf(BlockDevice parent) {
        return devices.stream()
                .filter(it -> it.parents().contains(parent.path()))
                .toList();
    }

    /** The device, all it is made of, and all that is made of it. */
    public Set<BlockDevice> familyOf(BlockDevice device) {
        Set<BlockDevice> family = new LinkedHashSet<>();
        disksOf(device).forEach(disk -> collect(disk, family));
        return family;
    }

    /** The device, and all it is made of. */
    public Set<BlockDevice> stackOf(BlockDevice device) {
        Set<BlockDevice> stack = new LinkedHashSet<>();
        collectBelow(device, stack);
        return stack;
    }

    /** The whole disks a device lives on; the device itself when it is one. */
    public List<BlockDevice> disksOf(BlockDevice device) {
        if (device.isWholeDisk()) {
            return List.of(device);
        }
        return device.parents().stream()
                .flatMap(path -> device(path).stream())
                .flatMap(parent -> disksOf(parent).stream())
                .distinct()
                .toList();
    }

    /** The whole disks that carry a device now: of an array those of its active members alone. */
    public List<BlockDevice> activeDisksOf(BlockDevice device) {
        if (device.isWholeDisk()) {
            return List.of(device);
        }
        return activeParentsOf(device).stream()
                .flatMap(parent -> activeDisksOf(parent).stream())
                .distinct()
                .toList();
    }

    private List<BlockDevice> activeParentsOf(BlockDevice device) {
        List<BlockDevice> parents =
                device.parents().stream().flatMap(path -> device(path).stream()).toList();
        Optional<MdArray> array = array(device);
        return array.isEmpty()
                ? parents
                : parents.stream()
                        .filter(it -> array.get().members().stream()
                                .anyMatch(member -> member.isActive() && isNameOf(member.path(), it)))
                        .toList();
    }

    /** True when it lies on an array that goes on without one of its disks. */
    public boolean isRedundant(BlockDevice device) {
        boolean itself = device.kind() == DeviceKind.RAID
                && array(device)
                        .flatMap(MdArray::level)
                        .filter(NOT_REDUNDANT::contains)
                        .isEmpty();
        return itself
                || device.parents().stream().flatMap(it -> device(it).stream()).anyMatch(this::isRedundant);
    }

    private Optional<MdArray> array(BlockDevice device) {
        return arrays.stream().filter(it -> isNameOf(it.path(), device)).findFirst();
    }

    public List<MountEntry> mountsOf(BlockDevice device) {
        return mounts.stream().filter(mount -> isMountOf(mount, device)).toList();
    }

    public boolean isSwappedOn(BlockDevice device) {
        return swaps.stream().anyMatch(it -> isNameOf(it.path(), device));
    }

    /** True for every device on a disk that holds the running system's own root or swap: never a candidate, never written. */
    public boolean belongsToRescue(BlockDevice device) {
        Set<BlockDevice> family = familyOf(device);
        return family.stream().anyMatch(this::isSwappedOn)
                || RunningRoot.devicesOf(this).stream().anyMatch(family::contains);
    }

    // btrfs shows a number of its own in mountinfo, with the major number 0; the source then tells the device.
    boolean isMountOf(MountEntry mount, BlockDevice device) {
        return mount.device().equals(device.number())
                || (mount.device().major() == 0 && isNameOf(mount.source(), device));
    }

    private static boolean isNameOf(String path, BlockDevice device) {
        return device.path().equals(path) || device.links().contains(path);
    }

    private void collectBelow(BlockDevice device, Set<BlockDevice> stack) {
        if (stack.add(device)) {
            device.parents().stream().flatMap(it -> device(it).stream()).forEach(it -> collectBelow(it, stack));
        }
    }

    private void collect(BlockDevice device, Set<BlockDevice> family) {
        if (family.add(device)) {
            childrenOf(device).forEach(child -> collect(child, family));
        }
    }
}
