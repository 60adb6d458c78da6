package io.github.rescuekit.mount;

import io.github.rescuekit.mount.FstabVerdict.Action;
import java.util.List;
import java.util.stream.Stream;

/** Parts of a system that its fstab names and that are not to be seen: what is in them, nobody can tell. */
final class MissingParts {

    // Nothing that is read lies below other mount points.
    private static final List<String> PARTS = List.of("/usr", "/var", "/home", "/opt", "/srv");

    private MissingParts() {}

    /** One sentence each. */
    static List<String> among(List<FstabVerdict> verdicts, boolean byUefi) {
        return verdicts.stream()
                .filter(it -> it.action() == Action.FAILED)
                // It holds no settings, but UEFI starts from it.
                .filter(it -> isPart(it) || (byUefi && EfiPartitions.isMountPoint(it.mountPoint())))
                .map(it -> (it.mountPoint().isEmpty() ? it.source() : it.mountPoint() + " is not shown") + ": "
                        + it.reason())
                .toList();
    }

    private static boolean isPart(FstabVerdict verdict) {
        String at = verdict.mountPoint();
        return at.isEmpty()
                ? verdict.source().equals(FstabFile.PATH)
                : Stream.concat(Stream.of("/boot"), PARTS.stream()).anyMatch(at::equals)
                        || PARTS.stream().anyMatch(part -> at.startsWith(part + "/"));
    }
}
