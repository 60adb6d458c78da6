package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.boot.BootUnlocking;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.FstabFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the filesystem that a line of fstab means whose own identifier is nowhere. It takes none that it is not sure of. */
final class Replacements {

    // Where rescue systems mount things: it tells nothing about the installed system.
    private static final List<String> OF_A_RESCUE = List.of("/mnt", "/media", "/run", "/tmp", "/target", "/rescue");

    private final BootView view;
    private final List<FstabEntry> missing;
    private final List<BlockDevice> free;
    private final Function<BlockDevice, Optional<String>> lastMounted;

    /**
     * Looks for what no line means.
     *
     * @param missing the lines whose device is nowhere
     * @param lastMounted the directory that a filesystem says it was mounted on
     */
    Replacements(BootView view, List<FstabEntry> missing, Function<BlockDevice, Optional<String>> lastMounted) {
        this.view = view;
        this.missing = missing;
        this.free = free(view);
        this.lastMounted = lastMounted;
    }

    // With a UUID that another device has as well, the boot could take the wrong one.
    private static List<BlockDevice> free(BootView view) {
        Machine machine = view.system().machine();
        List<BlockDevice> candidates = view.devices().candidates();
        List<BlockDevice> named = Stream.concat(
                        Stream.of(view.root()),
                        view.system().fstab().entries().stream()
                                .flatMap(it -> view.devices().find(it).device().stream()))
                .toList();
        BootUnlocking unlocking = new BootUnlocking(view);
        return candidates.stream()
                .filter(it -> it.uuid().isPresent() && !named.contains(it))
                .filter(it -> unlocking.lockedBelow(it).isEmpty())
                .filter(it -> machine.childrenOf(it).isEmpty())
                .filter(it -> candidates.stream()
                                .filter(other -> other.uuid().equals(it.uuid()))
                                .count()
                        == 1)
                .toList();
    }

    Optional<Replacement> of(FstabEntry entry) {
        return isOfRoot(entry)
                ? replacement(view.root(), "is the filesystem that this fstab is on")
                : proven(entry).or(() -> theOnlyOne(entry));
    }

    // Subvolumes of one btrfs have lines of their own with the name of the root.
    private boolean isOfRoot(FstabEntry entry) {
        return entry.mountPoint().equals("/")
                || missing.stream()
                        .anyMatch(
                                it -> it.mountPoint().equals("/") && it.source().equals(entry.source()));
    }

    private Optional<Replacement> proven(FstabEntry entry) {
        List<Replacement> proven = new ArrayList<>();
        for (BlockDevice device : fitting(entry)) {
            Optional<String> proof = lastMounted(device)
                    .filter(it -> it.equals(entry.mountPoint()))
                    .map(it -> "was last mounted on " + it)
                    .or(() -> label(device, entry));
            proof.flatMap(it -> replacement(device, it)).ifPresent(proven::add);
        }
        return theOne(proven);
    }

    private static Optional<String> label(BlockDevice device, FstabEntry entry) {
        String last = entry.mountPoint().substring(entry.mountPoint().lastIndexOf('/') + 1);
        return device.label()
                .filter(it -> it.equals(entry.mountPoint()) || (!last.isEmpty() && it.equals(last)))
                .map(it -> "has the label " + it);
    }

    private Optional<Replacement> theOnlyOne(FstabEntry entry) {
        boolean isAlone = missing.stream()
                .filter(it -> !it.source().equals(entry.source()))
                .noneMatch(it ->
                        FstabFaults.isOfType(it.type(), entry.type()) || FstabFaults.isOfType(entry.type(), it.type()));
        List<Replacement> fitting = fitting(entry).stream()
                .filter(it -> !contradicts(it, entry))
                .filter(view::isOfThisServer)
                .flatMap(it -> replacement(it, "is the only " + entry.type() + " that no other line means").stream())
                .toList();
        return isAlone ? theOne(fitting) : Optional.empty();
    }

    private boolean contradicts(BlockDevice device, FstabEntry entry) {
        return lastMounted(device)
                .filter(it -> OF_A_RESCUE.stream().noneMatch(at -> PlannedMount.isAtOrBelow(it, at)))
                .filter(it -> !it.equals(entry.mountPoint()))
                .isPresent();
    }

    private List<BlockDevice> fitting(FstabEntry entry) {
        return free.stream()
                .filter(it ->
                        it.filesystem().filter(found -> fits(entry, found)).isPresent())
                .toList();
    }

    private static boolean fits(FstabEntry entry, Filesystem found) {
        return entry.type().equals("swap")
                ? found.type().equals("swap")
                : found.isMountable() && FstabFaults.isOfType(entry.type(), found.type());
    }

    private Optional<String> lastMounted(BlockDevice device) {
        return lastMounted(device, lastMounted);
    }

    // A device that cannot be read tells nothing of itself; it may still be the one.
    static Optional<String> lastMounted(BlockDevice device, Function<BlockDevice, Optional<String>> lastMounted) {
        try {
            return lastMounted.apply(device);
        } catch (RescueException e) {
            e.unlessInterrupted();
            return Optional.empty();
        }
    }

    private static Optional<Replacement> replacement(BlockDevice device, String why) {
        return device.uuid().map(uuid -> new Replacement(device, uuid, why));
    }

    private static Optional<Replacement> theOne(List<Replacement> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
