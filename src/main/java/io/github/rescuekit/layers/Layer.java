package io.github.rescuekit.layers;

import java.util.List;
import java.util.Optional;

/**
 * An array, a volume or an encrypted volume that was found closed.
 *
 * @param name as it is called: {@code raid1 of /dev/sda2, /dev/sdb2}
 * @param from the devices that it is made of
 * @param device what it is called now that it is open; empty when it stayed closed
 * @param obstacle why it stayed closed; empty when it is open
 * @param next what to do about the obstacle
 * @param remarks what is odd about it although it is open
 */
public record Layer(
        Kind kind,
        String name,
        List<String> from,
        Optional<String> device,
        Optional<String> obstacle,
        Optional<String> next,
        List<String> remarks) {

    /** What it is. */
    public enum Kind {
        ARRAY,
        VOLUME,
        ENCRYPTED
    }

    public Layer {
        from = List.copyOf(from);
        remarks = List.copyOf(remarks);
    }

    static Layer open(Kind kind, String name, List<String> from, String device, List<String> remarks) {
        return new Layer(kind, name, from, Optional.of(device), Optional.empty(), Optional.empty(), remarks);
    }

    static Layer closed(Kind kind, String name, List<String> from, String obstacle, String next) {
        return new Layer(kind, name, from, Optional.empty(), Optional.of(obstacle), Optional.of(next), List.of());
    }

    /** The same under another name. */
    Layer as(String otherDevice) {
        return open(kind, name, from, otherDevice, remarks);
    }

    public boolean isOpen() {
        return device.isPresent();
    }
}
