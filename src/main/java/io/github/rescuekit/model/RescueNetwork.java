package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * The network as the rescue system has it: the provider's own DHCP or tooling set it up, so it shows what works.
 *
 * @param cards real interfaces only: no loopback, bridge, tunnel or bond
 * @param gateways of the default routes, IPv4 first
 * @param nameservers that the rescue system asks
 */
public record RescueNetwork(List<Card> cards, List<IpAddress> gateways, List<String> nameservers) {

    public static final RescueNetwork UNKNOWN = new RescueNetwork(List.of(), List.of(), List.of());

    public RescueNetwork {
        cards = List.copyOf(cards);
        gateways = List.copyOf(gateways);
        nameservers = List.copyOf(nameservers);
    }

    /**
     * One interface.
     *
     * @param mac in lower case
     * @param futureNames what systemd and udev would call it, the likeliest first; empty where udev does not tell
     * @param addresses with their prefix lengths
     */
    public record Card(String name, String mac, List<String> futureNames, List<String> addresses) {

        public Card {
            futureNames = List.copyOf(futureNames);
            addresses = List.copyOf(addresses);
        }
    }

    public Optional<Card> cardWithMac(String mac) {
        return cards.stream().filter(it -> it.mac().equalsIgnoreCase(mac)).findFirst();
    }
}
