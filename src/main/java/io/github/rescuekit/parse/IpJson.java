package io.github.rescuekit.parse;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code ip -json address} and {@code ip -json route}. */
public final class IpJson {

    private static final String SOURCE = "ip -json";

    /**
     * An interface.
     *
     * @param kind of a virtual one, such as {@code bridge}; empty for hardware
     * @param addresses with their prefix lengths, those of the link itself left out
     * @param isUp the link has a carrier
     * @param errors packets that were damaged, received and sent; 0 without {@code -statistics}
     */
    public record Link(
            String name,
            String mac,
            Optional<String> kind,
            boolean isEthernet,
            int mtu,
            List<String> addresses,
            boolean isUp,
            long errors) {

        public Link {
            addresses = List.copyOf(addresses);
        }
    }

    /** A route; the gateway is missing where the network is on the link itself. */
    public record Route(String destination, Optional<String> gateway, String device, boolean onLink) {}

    private IpJson() {}

    /** Reads the output of {@code ip -json -details address}. */
    public static List<Link> links(String text) {
        List<Link> links = new ArrayList<>();
        for (Json link : objects(text)) {
            List<String> addresses = link.children("addr_info").stream()
                    .filter(it -> it.text("scope").filter("link"::equals).isEmpty())
                    .flatMap(it -> it.text("local").stream()
                            .map(local -> local
                                    + it.text("prefixlen").map(len -> "/" + len).orElse("")))
                    .toList();
            // "ip" lists empty objects for interfaces that a filter leaves out.
            link.text("ifname")
                    .ifPresent(name -> links.add(new Link(
                            name,
                            link.text("address").orElse("").toLowerCase(Locale.ROOT),
                            link.child("linkinfo").flatMap(it -> it.text("info_kind")),
                            link.text("link_type").filter("ether"::equals).isPresent(),
                            link.text("mtu")
                                    .filter(it -> it.matches("\\d{1,9}"))
                                    .map(Integer::valueOf)
                                    .orElse(0),
                            addresses,
                            link.text("operstate")
                                    .filter(it -> it.equals("UP") || it.equals("UNKNOWN"))
                                    .isPresent(),
                            errors(link))));
        }
        return List.copyOf(links);
    }

    private static long errors(Json link) {
        return Stream.of("rx", "tx")
                .flatMap(way -> link.child("stats64").flatMap(it -> it.child(way)).stream())
                .flatMap(it -> it.text("errors").stream())
                .filter(it -> it.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** Reads the output of {@code ip -json route}. */
    public static List<Route> routes(String text) {
        return objects(text).stream()
                .filter(it -> it.text("dst").isPresent())
                .map(it -> new Route(
                        it.text("dst").orElseThrow(),
                        it.text("gateway").or(() -> it.child("via").flatMap(via -> via.text("host"))),
                        it.text("dev").orElse(""),
                        String.valueOf(it.object().get("flags")).contains("onlink")))
                .toList();
    }

    // No route at all is printed as an empty list, or as nothing.
    private static List<Json> objects(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        Json whole = Json.parse(SOURCE, "{\"list\":" + text + "}");
        JsonElement list = whole.object().get("list");
        if (list == null || !list.isJsonArray()) {
            throw whole.refused();
        }
        return whole.children("list");
    }
}
