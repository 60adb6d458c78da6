package io.github.rescuekit.mount;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory in memory inside a private namespace, for mount points and for our own device nodes.
 *
 * @param canRefuseLinks mount and kernel know {@code nosymfollow}
 */
record Scratch(Path directory, boolean canRefuseLinks) {

    // Whatever is mounted below it is hidden in the namespace, so that one without mounts is taken.
    private static final List<String> PLACES = List.of("/tmp", "/mnt", "/media", "/srv", "/opt", "/home");

    /** Where the target goes. */
    Path target() {
        return directory.resolve("target");
    }

    static Scratch mount(PrivateNamespace namespace, Mounter mounter, List<MountEntry> mounts, String name)
            throws IOException {
        Path place = PLACES.stream()
                .filter(it -> mounts.stream().noneMatch(mount -> mount.isAtOrBelow(it)))
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new RescueException(
                        ExitCode.TOOL_FAILED,
                        "there is no directory for mount points: " + String.join(", ", PLACES)
                                + " are all missing or in use",
                        "unmount what is below /mnt or /tmp, or make an empty directory /media"));
        Path directory = place.resolve(name);
        boolean canRefuseLinks = mountRefusingLinks(mounter, place)
                && namespace.mountTable().entries().stream()
                        .anyMatch(it -> it.mountPoint().equals(place.toString())
                                && it.options().contains("nosymfollow"));
        Files.createDirectories(namespace.path(directory.toString()));
        return new Scratch(directory, canRefuseLinks);
    }

    // nosymfollow needs Linux 5.10, which ignores what it does not know, and util-linux 2.37, which refuses it.
    private static boolean mountRefusingLinks(Mounter mounter, Path place) {
        try {
            mounter.mountVirtual(
                    "tmpfs", place, List.of(OverlayRoom.sizeNow(), "mode=700", "nosuid", "noexec", "nosymfollow"));
            return true;
        } catch (RescueException e) {
            e.unlessInterrupted();
            mounter.mountVirtual("tmpfs", place, List.of(OverlayRoom.sizeNow(), "mode=700", "nosuid", "noexec"));
            return false;
        }
    }
}
