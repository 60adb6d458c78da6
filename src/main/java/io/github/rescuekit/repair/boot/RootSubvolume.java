package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.Subvolume;
import java.util.List;

/**
 * The subvolumes of the btrfs that a system is on.
 *
 * @param root the one that holds the system
 * @param byDefault the one that is mounted where nobody names one
 * @param all of them, the top included
 */
public record RootSubvolume(Subvolume root, Subvolume byDefault, List<Subvolume> all) {

    public RootSubvolume {
        all = List.copyOf(all);
    }
}
