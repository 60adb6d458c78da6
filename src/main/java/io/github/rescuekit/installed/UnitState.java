package io.github.rescuekit.installed;

import java.util.List;
import java.util.Optional;

/**
 * How a unit stands on a system that is not running; the words are those of {@code systemctl is-enabled}.
 *
 * @param file the unit file that counts, or the link or empty file that masks it
 * @param links what enables it: links to it below {@code *.wants}, {@code *.requires}, or under another name
 * @param activators what starts it without being enabled: udev rules, timers, sockets, paths, D-Bus
 */
public record UnitState(
        String unit, Enablement enablement, Optional<String> file, List<String> links, List<String> activators) {

    /** What decides whether systemd starts a unit at boot. */
    public enum Enablement {
        ENABLED,
        DISABLED,
        /** Has no {@code [Install]} section: it cannot be enabled, and something else may start it all the same. */
        STATIC,
        /** Only enables other units. */
        INDIRECT,
        MASKED,
        MISSING
    }

    public UnitState {
        links = List.copyOf(links);
        activators = List.copyOf(activators);
    }

    public boolean isMasked() {
        return enablement == Enablement.MASKED;
    }

    public boolean isInstalled() {
        return enablement != Enablement.MISSING;
    }

    /** True when something will start it: "disabled" alone does not mean that it stays off. */
    public boolean mayStart() {
        return isInstalled() && !isMasked() && !(links.isEmpty() && activators.isEmpty());
    }
}
