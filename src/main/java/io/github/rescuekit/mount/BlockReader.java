package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.time.Duration;

/** Reads a few bytes of a device as they are on it. */
public final class BlockReader {

    private static final Duration TIME_TO_READ = Duration.ofSeconds(10);

    private BlockReader() {}

    /**
     * Exactly {@code length} bytes; zeros where the device ends before.
     *
     * @throws io.github.rescuekit.model.RescueException when it cannot be read, or not in time
     */
    public static byte[] read(BlockDevice device, long offset, int length) {
        return new DeviceReader(TIME_TO_READ).read(Path.of(device.path()), blocks -> {
            byte[] bytes = new byte[length];
            blocks.read(offset, length).get(bytes);
            return bytes;
        });
    }
}
