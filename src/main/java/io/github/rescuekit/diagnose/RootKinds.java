package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.FstabSource;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Kernels;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.mount.Looks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells the root of a server from that of a container, a chroot, and from a copy. */
final class RootKinds {

    /** What it is, and the evidence when it is not a system. */
    record Judged(RootKind kind, Optional<String> evidence) {}

    private static final List<String> CONTAINER_SIGNS = List.of("/.dockerenv", "/run/.containerenv");

    private RootKinds() {}

    static Judged judge(InstalledSystem system, BlockDevice device) {
        return container(system.files())
                .or(() -> chroot(system.files()))
                .or(() -> copy(system, device))
                .or(() -> withoutBoot(system))
                .orElseGet(() -> new Judged(RootKind.SYSTEM, Optional.empty()));
    }

    private static Optional<Judged> container(SystemFiles files) {
        return CONTAINER_SIGNS.stream()
                .filter(files::exists)
                .findFirst()
                .map(sign -> judged(RootKind.CONTAINER, sign + " is there"));
    }

    private static Optional<Judged> chroot(SystemFiles files) {
        return Stream.of("/etc/debian_chroot")
                .filter(files::exists)
                .findFirst()
                .map(sign -> judged(RootKind.CHROOT, sign + " is there"));
    }

    // A copy made with cp, rsync or tar keeps the fstab of its original, which names another filesystem.
    private static Optional<Judged> copy(InstalledSystem system, BlockDevice device) {
        Optional<String> root = system.fstab().entryFor("/").map(FstabEntry::source);
        List<BlockDevice> named = root
                .flatMap(FstabSource::of)
                .map(source -> source.among(system.machine().devices()))
                .orElse(List.of())
                .stream()
                .filter(it -> !Looks.madeFor(it))
                .toList();
        return named.isEmpty() || named.contains(device)
                ? Optional.empty()
                : Optional.of(judged(
                        RootKind.BACKUP,
                        "its fstab says that / is " + root.orElseThrow() + ", which is "
                                + named.get(0).path()));
    }

    private static Optional<Judged> withoutBoot(InstalledSystem system) {
        boolean boots = !system.kernels().isEmpty()
                || !Kernels.releasesWithModules(system.files()).isEmpty()
                || system.fstab().entryFor("/").isPresent()
                || system.fstab().entryFor("/boot").isPresent();
        return boots
                ? Optional.empty()
                : Optional.of(judged(RootKind.CONTAINER, "no kernel, no modules, no / in its fstab"));
    }

    private static Judged judged(RootKind kind, String evidence) {
        return new Judged(kind, Optional.of(evidence));
    }
}
