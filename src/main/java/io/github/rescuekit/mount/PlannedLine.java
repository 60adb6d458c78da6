package io.github.rescuekit.mount;

import java.util.List;
import java.util.Optional;

/**
 * What is to be done with one line of fstab.
 *
 * @param type the filesystem to mount; empty for a bind mount, and for a line that is not mounted
 * @param options those of the line that a mount needs, such as {@code subvol=@}
 * @param bound the directory of the target that a bind mount shows again
 */
record PlannedLine(FstabVerdict verdict, Optional<MountableType> type, List<String> options, Optional<String> bound) {

    PlannedLine {
        options = List.copyOf(options);
    }

    static PlannedLine notMounted(FstabVerdict verdict) {
        return new PlannedLine(verdict, Optional.empty(), List.of(), Optional.empty());
    }

    boolean isMount() {
        return verdict.action() == FstabVerdict.Action.MOUNT;
    }

    boolean isBind() {
        return bound.isPresent();
    }

    /** How many directories lie above the mount point. */
    int depth() {
        return (int) verdict.mountPoint().chars().filter(c -> c == '/').count();
    }
}
