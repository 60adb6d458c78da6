package io.github.rescuekit.repair.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One interface as a configuration states it, in whichever dialect. */
final class Configured {

    private final String stack;
    private final List<Stated> names = new ArrayList<>();
    private final List<Stated> macs = new ArrayList<>();
    private final List<Stated> addresses = new ArrayList<>();
    private final List<Stated> gateways = new ArrayList<>();
    private boolean isRenamed;
    private boolean isVirtual;
    private boolean isOnLink;
    private boolean isDynamic;
    private boolean hasRoutes;

    Configured(String stack) {
        this.stack = stack;
    }

    /** {@code ifupdown}, {@code netplan}, {@code NetworkManager}... */
    String stack() {
        return stack;
    }

    /** Every place that names the interface; empty when it is found by its MAC alone. */
    List<Stated> names() {
        return names;
    }

    Optional<String> name() {
        return names.stream().map(Stated::text).findFirst();
    }

    /** The MAC that it is found by. */
    List<Stated> macs() {
        return macs;
    }

    /** With prefix lengths where those are written. */
    List<Stated> addresses() {
        return addresses;
    }

    List<Stated> gateways() {
        return gateways;
    }

    /** The configuration gives the interface its name itself. */
    boolean isRenamed() {
        return isRenamed;
    }

    void renamed() {
        isRenamed = true;
    }

    /** No hardware: a bridge, a bond, a VLAN, a tunnel, or a pattern of names. */
    boolean isVirtual() {
        return isVirtual;
    }

    void virtual() {
        isVirtual = true;
    }

    /** The gateway counts as on the link: it is said so, it has a route of its own, or the program makes one by itself. */
    boolean isOnLink() {
        return isOnLink;
    }

    void onLink() {
        isOnLink = true;
    }

    /** DHCP or router advertisements give addresses and routes. */
    boolean isDynamic() {
        return isDynamic;
    }

    void dynamic() {
        isDynamic = true;
    }

    /** Routes are added by commands or files that are not read here. */
    boolean hasRoutes() {
        return hasRoutes;
    }

    void routes() {
        hasRoutes = true;
    }
}
