package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * A network interface of the machine.
 *
 * @param mac its hardware address, by which providers know it
 * @param megabits the speed that was negotiated, in millions of bits a second; absent without a link
 */
public record NetworkCard(
        String name, Optional<String> mac, boolean up, Optional<Long> megabits, List<String> addresses) {

    public NetworkCard {
        addresses = List.copyOf(addresses);
    }
}
