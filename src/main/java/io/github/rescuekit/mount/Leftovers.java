package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What still uses the devices of a server after everything was taken down, whoever began it. */
public final class Leftovers {

    private static final Duration TIME_TO_DETACH = Duration.ofSeconds(5);

    private Leftovers() {}

    /** One sentence each, from the mount table, the loop devices and the swap areas as they are now. */
    public static List<String> find(Collection<BlockDevice> devices, Machine now) {
        List<String> found = new ArrayList<>();
        MountTable table = MountTable.now();
        for (BlockDevice device : devices) {
            table.of(device).forEach(it -> found.add(device.path() + " is mounted at " + it.mountPoint()));
            if (now.isSwappedOn(device)) {
                found.add(device.path() + " is in use as swap");
            }
        }
        pictures(devices).forEach(it -> found.add(it + " still shows one of its devices"));
        return List.copyOf(found);
    }

    // Some kernels detach a loop device only a moment after its last use has ended.
    private static List<String> pictures(Collection<BlockDevice> devices) {
        long deadline = System.nanoTime() + TIME_TO_DETACH.toNanos();
        List<String> pictures = LoopDevices.showing(it -> isPicture(it, devices));
        while (!pictures.isEmpty() && System.nanoTime() < deadline) {
            Pause.millis(10);
            pictures = LoopDevices.showing(it -> isPicture(it, devices));
        }
        return pictures;
    }

    // The kernel shows a file of another mount namespace as "/".
    static boolean isPicture(String backingFile, Collection<BlockDevice> devices) {
        String name = backingFile.substring(backingFile.lastIndexOf('/') + 1);
        return (LookSpace.isBackingFile(backingFile) || name.endsWith(ThrowAwayOverlay.SUFFIX))
                && devices.stream().anyMatch(it -> isNamedAfter(it, name));
    }

    // 0-sda1, 0-sda1.replayed for a look; sda1.replayed for work.
    private static boolean isNamedAfter(BlockDevice device, String name) {
        String node = name.replaceFirst("^\\d+-", "").replace(ThrowAwayOverlay.SUFFIX, "");
        return node.equals(device.name().replace('/', '-'));
    }
}
