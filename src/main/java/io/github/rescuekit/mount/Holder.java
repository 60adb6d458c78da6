package io.github.rescuekit.mount;

import java.util.OptionalLong;

/**
 * What keeps a filesystem busy.
 *
 * @param pid the process; empty when the kernel itself holds it, as for a loop device
 * @param name of the program, or of the device
 * @param use what it does there, to be read after the name
 */
public record Holder(OptionalLong pid, String name, String use) {

    @Override
    public String toString() {
        return (pid.isPresent() ? "process " + pid.getAsLong() + " (" + name + ")" : name) + " " + use;
    }
}
