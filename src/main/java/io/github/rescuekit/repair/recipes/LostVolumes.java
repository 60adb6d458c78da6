package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.mount.LastMounted;
import io.github.rescuekit.repair.boot.BootUnlocking;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.FstabFaults;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the lines of crypttab whose device is on no disk, that of the root excepted, and the volumes that they mean. */
final class LostVolumes {

    private static final String LUKS = "crypto_LUKS";
    private static final String MAPPER = "/dev/mapper/";
    // What is no LUKS has no identifier to be found by.
    private static final List<String> OTHERS = List.of("swap", "tmp", "plain", "tcrypt", "bitlk");

    private final BootView view;
    private final Function<BlockDevice, Optional<String>> lastMounted;
    private final BootUnlocking unlocking;
    private final List<CrypttabEntry> lines;

    /** @param lastMounted the directory that a filesystem says it was last mounted on */
    LostVolumes(BootView view, Function<BlockDevice, Optional<String>> lastMounted) {
        this.view = view;
        this.lastMounted = lastMounted;
        this.unlocking = new BootUnlocking(view);
        Optional<CrypttabEntry> ofRoot = CrypttabName.wrongLine(view);
        this.lines = LayerNameFiles.names(view.files()).unlocked().stream()
                .filter(CrypttabEntry::hasUsualName)
                .filter(it -> OTHERS.stream().noneMatch(it::has))
                .filter(it -> it.source().startsWith("/dev/") || it.source().contains("="))
                .filter(it -> find(it).device().isEmpty() && !ofRoot.equals(Optional.of(it)))
                .toList();
    }

    private FoundDevice find(CrypttabEntry line) {
        return view.devices().find(line.source(), LUKS);
    }

    /** Those that the boot needs or waits for. */
    List<LostVolume> all() {
        return lines.stream()
                .filter(it -> view.whyUncertain(find(it)).isEmpty())
                .map(this::lost)
                .filter(it -> !it.users().isEmpty() || isAwaited(it.line()))
                .toList();
    }

    /** Why it cannot be told of a line whether its device is there; one sentence each. */
    List<String> unknowns() {
        return lines.stream()
                .filter(it -> isAwaited(it) || users(it).findAny().isPresent())
                .flatMap(it -> view
                        .whyUncertain(find(it))
                        .map(why -> LayerNameFiles.CRYPTTAB + " line " + it.line() + ", " + it.source() + ": " + why)
                        .stream())
                .toList();
    }

    private static boolean isAwaited(CrypttabEntry line) {
        return !line.has("noauto") && !line.has("nofail");
    }

    private LostVolume lost(CrypttabEntry line) {
        Optional<Replacement> meant = meant(line);
        Stream<FstabEntry> within = meant.stream().flatMap(it -> needed().filter(entry -> liesIn(entry, it.device())));
        return new LostVolume(
                line,
                find(line).how(),
                Stream.concat(users(line), within).distinct().toList(),
                meant);
    }

    private Stream<FstabEntry> needed() {
        return view.system().fstab().entries().stream().filter(it -> BootNeed.of(it) != BootNeed.NONE);
    }

    private Stream<FstabEntry> users(CrypttabEntry line) {
        return needed().filter(it -> it.source().equals(MAPPER + line.name()));
    }

    private boolean liesIn(FstabEntry entry, BlockDevice encrypted) {
        return view.devices().find(entry).device().stream()
                .anyMatch(it -> view.system().machine().stackOf(it).contains(encrypted));
    }

    private Optional<Replacement> meant(CrypttabEntry line) {
        List<Replacement> certain = unclaimed()
                .flatMap(
                        encrypted -> proof(line, encrypted)
                                .map(why -> new Replacement(
                                        encrypted, encrypted.uuid().orElseThrow(), why))
                                .stream())
                .toList();
        return certain.size() == 1 ? Optional.of(certain.get(0)) : Optional.empty();
    }

    // With a UUID that another device has as well, the boot could take the wrong one.
    private Stream<BlockDevice> unclaimed() {
        List<BlockDevice> candidates = view.devices().candidates();
        return candidates.stream()
                .filter(it -> it.holds(LUKS) && it.uuid().isPresent())
                .filter(it -> candidates.stream()
                                .filter(other -> other.uuid().equals(it.uuid()))
                                .count()
                        == 1)
                .filter(it -> content(it)
                        .flatMap(unlocking::lockedBelow)
                        .filter(it::equals)
                        .isPresent());
    }

    private Optional<BlockDevice> content(BlockDevice encrypted) {
        return view.system().machine().childrenOf(encrypted).stream()
                .filter(it -> it.kind() == DeviceKind.CRYPT)
                .findFirst();
    }

    private Optional<String> proof(CrypttabEntry line, BlockDevice encrypted) {
        BlockDevice content = content(encrypted).orElseThrow();
        if (content.path().equals(MAPPER + line.name())) {
            return Optional.of("is unlocked here as " + line.name());
        }
        Optional<String> directory = lastMounted(content)
                .filter(at -> users(line).anyMatch(it -> LastMounted.means(at, it.mountPoint())))
                .map(at -> "holds a filesystem that was last mounted on " + at);
        return directory.or(() -> lines.size() == 1 ? proofOfTheOnlyLine(line, encrypted, content) : Optional.empty());
    }

    private Optional<String> proofOfTheOnlyLine(CrypttabEntry line, BlockDevice encrypted, BlockDevice content) {
        Optional<String> wanted = needed().filter(it -> liesIn(it, encrypted))
                .findFirst()
                .map(it -> "holds what line " + it.line() + " of /etc/fstab mounts");
        return wanted.or(() -> unclaimed().count() == 1
                        && lastMounted(content).isEmpty()
                        && users(line).anyMatch(it -> fits(it, content))
                        && view.isOfThisServer(content)
                ? Optional.of("is the only one that no line means, and holds what fstab says")
                : Optional.empty());
    }

    private static boolean fits(FstabEntry user, BlockDevice content) {
        return content.filesystem()
                .map(Filesystem::type)
                .filter(it -> FstabFaults.isOfType(user.type(), it))
                .isPresent();
    }

    private Optional<String> lastMounted(BlockDevice content) {
        return Replacements.lastMounted(content, lastMounted);
    }
}
