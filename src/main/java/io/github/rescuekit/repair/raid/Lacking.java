package io.github.rescuekit.repair.raid;

import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.model.RescueException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arrays that miss a member, and nobody is about to fill its place. */
record Lacking(Machine machine, List<RaidArray> arrays) {

    Lacking {
        arrays = List.copyOf(arrays);
    }

    /** @throws RescueException when no array misses one */
    static Lacking of(Machine machine, List<RaidArray> all) {
        List<RaidArray> lacking = all.stream()
                .filter(Lacking::isLacking)
                .sorted(Comparator.comparing(RaidArray::name))
                .toList();
        if (lacking.isEmpty()) {
            throw all.stream()
                    .filter(it -> it.running().filter(MdArray::isDegraded).isPresent())
                    .findFirst()
                    .map(Lacking::beingRebuilt)
                    .orElseGet(() -> RescueException.refused(
                            "nothing-missing",
                            "no array of this machine misses a member",
                            "see 'rescuekit raid status' for the arrays that are here"));
        }
        return new Lacking(machine, lacking);
    }

    private static RescueException beingRebuilt(RaidArray array) {
        return RescueException.refused(
                "being-rebuilt",
                array.name() + " has a member in the empty place already"
                        + array.running()
                                .flatMap(MdArray::activity)
                                .map(it -> ", and is being rebuilt: " + it)
                                .orElse(""),
                "wait until it has finished ('rescuekit raid status'); when it was opened read-only, it goes on after"
                        + " 'mdadm --readwrite " + array.name() + "'");
    }

    private static boolean isLacking(RaidArray array) {
        return array.running()
                .map(running -> running.isDegraded()
                        && running.activity()
                                .filter(it -> !it.contains("PENDING"))
                                .isEmpty()
                        && array.all(Part.SPARE).isEmpty())
                .orElseGet(() -> isStoppedAndLacking(array));
    }

    private static boolean isStoppedAndLacking(RaidArray array) {
        return array.newest()
                .filter(it -> it.spareable().filter(count -> count == 0).isEmpty())
                .filter(it -> current(array).count() < it.devices())
                .isPresent();
    }

    // A member that was left behind has fewer events.
    private static Stream<RaidMember> current(RaidArray array) {
        if (array.running().isPresent()) {
            return array.all(Part.IN).stream();
        }
        long newest = array.newest().orElseThrow().events();
        return array.members().stream()
                .filter(it -> it.events().orElse(-1) == newest)
                .filter(it -> !it.trace().filter(MdTrace::isSpare).isPresent());
    }

    /** A member on that disk that the array cannot go without now. */
    Optional<BlockDevice> currentMember(RaidArray array, BlockDevice disk) {
        return current(array)
                .flatMap(it -> machine.device(it.device()).stream())
                .filter(isOn(disk))
                .findFirst();
    }

    /** What was a member on that disk and was left behind, or thrown out. */
    Optional<RaidMember> oldMember(RaidArray array, BlockDevice disk) {
        return Stream.of(Part.LEFT_OUT, Part.FAULTY, Part.PRESENT)
                .flatMap(part -> array.all(part).stream())
                .filter(it -> machine.device(it.device()).filter(isOn(disk)).isPresent())
                .findFirst();
    }

    private Predicate<BlockDevice> isOn(BlockDevice disk) {
        return device -> machine.disksOf(device).contains(disk);
    }

    /**
     * The disk that the new one becomes like.
     *
     * @param named by the operator
     * @throws RescueException when several fit, or the named one does not
     */
    BlockDevice healthyDisk(Optional<String> named, BlockDevice newDisk) {
        List<BlockDevice> fit = arrays.stream()
                .flatMap(Lacking::current)
                .flatMap(it -> machine.device(it.device()).stream())
                .flatMap(it -> machine.disksOf(it).stream())
                .filter(it -> !it.equals(newDisk))
                .distinct()
                .toList();
        List<BlockDevice> chosen = fit.stream()
                .filter(it -> named.isEmpty()
                        || it.path().equals(named.get())
                        || it.links().contains(named.get()))
                .toList();
        if (chosen.size() == 1) {
            return chosen.get(0);
        }
        String list = fit.stream().map(Lacking::words).collect(Collectors.joining("; "));
        throw chosen.isEmpty()
                ? RescueException.usage(
                        named.orElse("no other disk") + " holds no working member of an array that misses one",
                        fit.isEmpty() ? "see 'rescuekit raid status'" : "name one of these with --from: " + list)
                : new RescueException(
                        ExitCode.PERSON_NEEDED,
                        "the new disk can become like one of " + fit.size() + " disks: " + list,
                        "say which one with --from; nothing was changed");
    }

    static String words(BlockDevice disk) {
        return Stream.of(
                        Optional.of(disk.path()),
                        Optional.of(disk.size().toString()),
                        disk.hardware().model(),
                        disk.hardware().serial().map(it -> "serial " + it))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    /** Those with a working member on that disk, all of them open. */
    List<RaidArray> openOn(BlockDevice disk) {
        List<RaidArray> on = arrays.stream()
                .filter(it -> currentMember(it, disk).isPresent())
                .toList();
        on.stream().filter(it -> it.running().isEmpty()).findFirst().ifPresent(it -> {
            throw notOpen(it);
        });
        return on;
    }

    static RescueException notOpen(RaidArray array) {
        return RescueException.refused(
                "not-open",
                "the " + array.name() + " misses a member and is not open",
                "open it for writing: 'rescuekit open --write --degraded', then try again; nothing was changed");
    }
}
