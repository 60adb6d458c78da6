package io.github.rescuekit.mount;

import io.github.rescuekit.model.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What ext4 gives to nobody while it is mounted, root included: 4096 blocks, or the fiftieth part of a small filesystem. See
 * reserved_clusters in Documentation/ABI/testing/sysfs-fs-ext4 of the kernel.
 */
public final class LastBlocks {

    private static final Path DEVICES = Path.of("/sys/dev/block");
    private static final Path EXT4 = Path.of("/sys/fs/ext4");

    private LastBlocks() {}

    /**
     * Lets root write to them until the filesystem is unmounted; nothing of that is on the disk.
     *
     * @return whether there are any, and root has them now
     */
    public static boolean giveToRoot(Path directory) {
        try {
            Path device = DEVICES.resolve(numberOf(directory).toString()).toRealPath();
            Path kept = EXT4.resolve(device.getFileName()).resolve("reserved_clusters");
            if (!Files.exists(kept)) {
                return false;
            }
            Files.writeString(kept, "0");
            return true;
        } catch (IOException e) {
            // Without them the filesystem is as full as it was.
            System.getLogger(LastBlocks.class.getName()).log(System.Logger.Level.DEBUG, "not given: " + directory, e);
            return false;
        }
    }

    // As gnu_dev_major and gnu_dev_minor of the C library take it apart.
    private static DeviceNumber numberOf(Path directory) throws IOException {
        long device = (long) Files.getAttribute(directory, "unix:dev");
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & 0xfffff000L);
        long minor = (device & 0xff) | ((device >>> 12) & 0xffffff00L);
        return new DeviceNumber((int) major, (int) minor);
    }
}
