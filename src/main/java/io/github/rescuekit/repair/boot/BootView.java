package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.mount.DeviceFinder;
import io.github.rescuekit.mount.FoundDevice;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An installed system as its next boot meets it.
 *
 * @param root the device of its root filesystem
 * @param devices finds what a name means today
 * @param hidden why files at a path may be missing from this view
 */
public record BootView(
        InstalledSystem system, BlockDevice root, DeviceFinder devices, Function<String, Optional<String>> hidden) {

    /** The view of a recipe; empty for files that were mounted from no device. */
    public static Optional<BootView> of(InstalledSystem system) {
        return system.rootDevice()
                .map(root -> new BootView(
                        system,
                        root,
                        new DeviceFinder(system.fstab(), LayerNameFiles.names(system.files()), system.machine(), root),
                        system::whyHidden));
    }

    public SystemFiles files() {
        return system.files();
    }

    public Optional<String> whyHidden(String path) {
        return hidden.apply(path);
    }

    /** The device of the filesystem that {@code /boot} is on. */
    public BlockDevice bootDevice() {
        return devices.boot(system.fstab());
    }

    /** Where a device is mounted once the system runs. */
    public Optional<String> mountPoint(BlockDevice device) {
        return device.equals(root)
                ? Optional.of("/")
                : system.fstab().entries().stream()
                        .filter(it -> it.mountPoint().startsWith("/"))
                        .filter(it ->
                                devices.find(it).device().filter(device::equals).isPresent())
                        .map(it -> it.mountPoint())
                        .findFirst();
    }

    /**
     * Whether a device is on a disk that the system uses, or has one for itself: one among others may belong to another
     * system.
     */
    public boolean isOfThisServer(BlockDevice device) {
        Machine machine = system.machine();
        List<BlockDevice> disks = machine.disksOf(device);
        Set<BlockDevice> stack = machine.stackOf(device);
        Predicate<BlockDevice> isHere = it -> machine.disksOf(it).stream().anyMatch(disks::contains);
        return isHere.test(root)
                || system.fstab().entries().stream()
                        .flatMap(it -> devices.find(it).device().stream())
                        .anyMatch(isHere)
                || devices.candidates().stream()
                        .filter(it -> it.filesystem().isPresent() && !stack.contains(it))
                        .noneMatch(isHere);
    }

    /** Why a device that was not found may be there all the same; empty when it is certainly missing. */
    public Optional<String> whyUncertain(FoundDevice found) {
        return found.unclear() ? Optional.of(found.how()) : unopened().map(it -> found.how() + "; " + it);
    }

    // What is encrypted, or part of an array or a volume group that nobody assembled, may hold any identifier.
    private Optional<String> unopened() {
        Machine machine = system.machine();
        return machine.devices().stream()
                .filter(it -> it.filesystem().filter(BootView::isContainer).isPresent())
                .filter(it -> machine.childrenOf(it).isEmpty() && !machine.belongsToRescue(it))
                .findFirst()
                .map(it -> it.path() + " holds "
                        + it.filesystem().map(Filesystem::type).orElse("a part")
                        + ", which is not opened here, and it may be in there");
    }

    private static boolean isContainer(Filesystem filesystem) {
        return filesystem.isMember() || filesystem.usage() == Usage.CRYPTO;
    }
}
