package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The directory that an ext filesystem was last mounted on for writing, as the kernel keeps it in the superblock. */
public final class LastMounted {

    private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");
    private static final int SUPERBLOCK = 1024;
    private static final int LENGTH = 1024;
    private static final int MAGIC_AT = 0x38;
    private static final short MAGIC = (short) 0xef53;
    private static final int NAME_AT = 0x88;
    private static final int LONGEST_NAME = 64;

    // Where rescue work mounts an installed system, and so the last that its filesystems remember after a first try.
    private static final List<String> OF_A_RESCUE = List.of("/mnt", "/run/rescuekit/target");

    private LastMounted() {}

    /** Whether a filesystem that remembers that directory belongs to the mount point of an installed system. */
    public static boolean means(String directory, String mountPoint) {
        return directory.equals(mountPoint) || OF_A_RESCUE.stream().anyMatch(at -> directory.equals(at + mountPoint));
    }

    /**
     * The directory; empty for what keeps none.
     *
     * @throws io.github.rescuekit.model.RescueException when the device cannot be read
     */
    public static Optional<String> of(BlockDevice device) {
        boolean isExt =
                device.filesystem().map(Filesystem::type).filter(EXT::contains).isPresent();
        return isExt ? in(BlockReader.read(device, SUPERBLOCK, LENGTH)) : Optional.empty();
    }

    /** What each said when it was first asked: to mount it for work changes it. */
    public static Function<BlockDevice, Optional<String>> remembered() {
        Map<String, Optional<String>> known = new ConcurrentHashMap<>();
        return device ->
                known.computeIfAbsent(device.path() + " " + device.uuid().orElse(""), unknown -> of(device));
    }

    static Optional<String> in(byte[] superblock) {
        short magic = ByteBuffer.wrap(superblock).order(ByteOrder.LITTLE_ENDIAN).getShort(MAGIC_AT);
        String name =
                new String(Arrays.copyOfRange(superblock, NAME_AT, NAME_AT + LONGEST_NAME), StandardCharsets.UTF_8);
        int end = name.indexOf('\0');
        return Optional.of(end < 0 ? name : name.substring(0, end)).filter(it -> magic == MAGIC && it.startsWith("/"));
    }
}
