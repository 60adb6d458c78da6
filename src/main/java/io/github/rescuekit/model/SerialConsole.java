package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * The serial ports of this machine, of which a provider may show one as a console.
 *
 * @param ports their names, such as {@code ttyS0}; empty when the kernel does not tell
 * @param rescue the port that the rescue system itself has its console on
 */
public record SerialConsole(Optional<List<String>> ports, Optional<String> rescue) {

    public static final SerialConsole UNKNOWN = new SerialConsole(Optional.empty(), Optional.empty());

    public SerialConsole {
        ports = ports.map(List::copyOf);
    }

    /** True when the kernel tells of its ports, and this is none of them. */
    public boolean lacks(String port) {
        return ports.filter(it -> !it.contains(port)).isPresent();
    }
}
