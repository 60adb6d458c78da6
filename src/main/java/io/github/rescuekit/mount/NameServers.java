package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Shows the rescue system's name servers in a chroot. Nothing of the target is changed, so that nothing has to be
 * restored: the rescue's file is bound over the target's inside the private namespace, also over an immutable one.
 */
final class NameServers {

    private static final String FILE = "/etc/resolv.conf";
    private static final String COPY = "/run/rescuekit-resolv.conf";

    private final PrivateNamespace namespace;
    private final Path root;
    private final TargetPaths paths;

    NameServers(PrivateNamespace namespace, Path root) {
        this.namespace = namespace;
        this.root = root;
        this.paths = new TargetPaths(namespace.path(root.toString()));
    }

    /** Returns why names are not resolved in the chroot; empty when they are. */
    Optional<String> show() {
        try {
            String servers = Files.readString(Path.of(FILE));
            Optional<String> place = place();
            if (place.isEmpty()) {
                return Optional.of("no DNS in the chroot: the system has no " + FILE + ", and none is made");
            }
            if (!place.get().startsWith("/run/")) {
                return bind(servers, place.get());
            }
            // systemd-resolved, resolvconf and NetworkManager link it to a file that only exists while they run.
            Path file = paths.outside(place.get());
            Files.createDirectories(file.getParent());
            Files.writeString(file, servers);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no DNS in the chroot: " + e);
        }
    }

    private Optional<String> bind(String servers, String place) throws IOException {
        if (paths.attributes(place).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            return Optional.of("no DNS in the chroot: " + place + " of the system is no file");
        }
        if (paths.attributes("/run").isEmpty()) {
            // Then the rescue's own file has to do; the chroot could change it.
            new Mounter(namespace).bind(Path.of(FILE).toRealPath(), Path.of(root + place));
            return Optional.empty();
        }
        Files.writeString(paths.outside(COPY), servers);
        new Mounter(namespace).bind(Path.of(root + COPY), Path.of(root + place));
        return Optional.empty();
    }

    private Optional<String> place() {
        return paths.resolveMissing(FILE)
                .filter(it -> it.startsWith("/run/") || paths.attributes(it).isPresent());
    }
}
