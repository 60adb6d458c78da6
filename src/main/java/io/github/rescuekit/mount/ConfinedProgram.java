package io.github.rescuekit.mount;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program of a system that a repair runs, and what it is given.
 *
 * @param command the program, absolute inside the system, and its arguments
 * @param writable directories of the system, free of links; everything else is read-only for it
 * @param scratch a directory of the system for its temporary files
 * @param deviceLinks names below {@code /dev/disk} that no udev made, such as {@code by-uuid/...}, and their devices
 */
public record ConfinedProgram(
        List<String> command, List<String> writable, String scratch, Map<String, Path> deviceLinks, Duration limit) {

    public ConfinedProgram {
        command = List.copyOf(command);
        writable = List.copyOf(writable);
        deviceLinks = Map.copyOf(deviceLinks);
    }
}
