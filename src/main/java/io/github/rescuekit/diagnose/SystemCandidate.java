package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LastBoot;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.mount.MountedSystem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A filesystem that is the root of a system, with what speaks for it.
 *
 * @param system as it is seen; its files can be read until the search that found it is closed
 * @param mounted how it is mounted for the look
 * @param reasons why it stands where it stands, one sentence each
 * @param points its weight among the others
 * @param warnings what to know before touching it, one sentence each
 */
public record SystemCandidate(
        InstalledSystem system,
        MountedSystem mounted,
        RootKind kind,
        List<String> reasons,
        int points,
        Optional<LastBoot> lastBoot,
        List<String> warnings) {

    private static final int SHORTEST_PREFIX = 6;

    public SystemCandidate {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    public BlockDevice device() {
        return mounted.rootDevice();
    }

    /** True for a system that a server boots, false for the root of a container, a chroot or a copy. */
    public boolean isReal() {
        return kind == RootKind.SYSTEM;
    }

    /** True when the word is its device, UUID, label, hostname, or the beginning of its machine-id. */
    public boolean answersTo(String word) {
        return device().path().equals(word)
                || device().links().contains(word)
                || hasTag(word)
                || system.hostname().filter(word::equalsIgnoreCase).isPresent()
                || (word.length() >= SHORTEST_PREFIX
                        && system.machineId()
                                .filter(it -> it.startsWith(word.toLowerCase(Locale.ROOT)))
                                .isPresent());
    }

    private boolean hasTag(String word) {
        return device().uuid()
                        .filter(it -> it.equalsIgnoreCase(word) || ("UUID=" + it).equalsIgnoreCase(word))
                        .isPresent()
                || device().label().filter(it -> ("LABEL=" + it).equals(word)).isPresent();
    }
}
