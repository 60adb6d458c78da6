package io.github.rescuekit.model;

import java.util.List;

/**
 * The names that an installed system gives to what it unlocks and assembles; on another machine, or opened by another hand,
 * the same has other names.
 *
 * @param unlocked the lines of its crypttab
 * @param arrays those of its mdadm.conf
 */
public record LayerNames(List<CrypttabEntry> unlocked, List<ArrayName> arrays) {

    public static final LayerNames NONE = new LayerNames(List.of(), List.of());

    public LayerNames {
        unlocked = List.copyOf(unlocked);
        arrays = List.copyOf(arrays);
    }
}
