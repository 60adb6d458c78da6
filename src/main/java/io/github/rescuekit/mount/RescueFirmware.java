package io.github.rescuekit.mount;

import java.nio.file.Files;
import java.nio.file.Path;

/** How this rescue system was started, and so, very likely, how the server starts. */
public final class RescueFirmware {

    private static final Path UEFI = Path.of("/sys/firmware/efi");

    private RescueFirmware() {}

    public static boolean isUefi() {
        return Files.isDirectory(UEFI);
    }
}
