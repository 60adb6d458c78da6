package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.LastBoot;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for installed systems on all disks but the rescue system's own, and ranks what it finds. Writes no block. */
public final class InstalledSystemSearch {

    private static final int LAST_USED = 10;

    // Where a system mounts parts of itself. What it mounts elsewhere may be the root of another system.
    private static final Set<String> OWN_PARTS =
            Set.of("/boot", "/boot/efi", "/home", "/opt", "/srv", "/tmp", "/usr", "/var", "/var/log", "/var/tmp");

    // A healthy disk takes long for an answer, as to replay a journal, but not for none: what else is on it will not
    // answer either.
    private static final Duration HUNG = Duration.ofSeconds(8);

    private final SystemMounter mounter;
    private final String architecture;

    /** Searches with the given mounter, on a kernel of that architecture. */
    public InstalledSystemSearch(SystemMounter mounter, String architecture) {
        this.mounter = mounter;
        this.architecture = architecture;
    }

    /** All systems of the machine; close the result when their files are no longer needed. */
    public FoundSystems find(Machine machine) {
        return find(machine, Optional.empty());
    }

    /** The same, but when the word is a device, only there: on the device, or on a disk with all its partitions. */
    public FoundSystems find(Machine machine, Optional<String> word) {
        Optional<BlockDevice> only = word.flatMap(machine::device);
        return new Search(machine)
                .run(device -> only.isEmpty()
                        || device.equals(only.get())
                        || machine.disksOf(device).contains(only.get()));
    }

    /**
     * The root device of the system that the operator means; nothing stays mounted.
     *
     * @throws RescueException as {@link FoundSystems#choose}
     */
    public BlockDevice choose(Machine machine, Optional<String> word) {
        try (FoundSystems found = find(machine, word)) {
            return found.choose(word).device();
        }
    }

    /** One search, from the devices to the ranked list. */
    private final class Search {

        private final Machine machine;
        private final List<SystemCandidate> candidates = new ArrayList<>();
        private final List<NestedRoot> nested = new ArrayList<>();
        private final List<PassedOver> passedOver = new ArrayList<>();
        private final Map<BlockDevice, String> parts = new LinkedHashMap<>();
        private final Set<BlockDevice> hungDisks = new HashSet<>();

        Search(Machine machine) {
            this.machine = machine;
        }

        FoundSystems run(Predicate<BlockDevice> where) {
            SearchedDevices devices = new SearchedDevices(machine);
            devices.passedOver().stream().filter(it -> where.test(it.device())).forEach(passedOver::add);
            List<BlockDevice> worthALook =
                    devices.worthALook().stream().filter(where).toList();
            if (!worthALook.isEmpty()) {
                mounter.requirePrograms();
            }
            try {
                worthALook.forEach(this::look);
            } catch (RescueException e) {
                throw takingDown(found(), e);
            }
            passedOver.sort(Comparator.comparingInt(it -> machine.devices().indexOf(it.device())));
            return found();
        }

        private RescueException takingDown(FoundSystems looks, RescueException failure) {
            try {
                looks.close();
            } catch (RescueException second) {
                failure.addSuppressed(second);
            }
            return failure;
        }

        private FoundSystems found() {
            return new FoundSystems(machine, ranked(), nested, passedOver);
        }

        private void look(BlockDevice device) {
            if (parts.containsKey(device)) {
                passedOver.add(new PassedOver(device, parts.get(device)));
            } else if (machine.disksOf(device).stream().anyMatch(hungDisks::contains)) {
                passedOver.add(new PassedOver(device, "not looked at: its disk does not answer"));
            } else {
                lookNow(device).ifPresent(reason -> passedOver.add(new PassedOver(device, reason)));
            }
        }

        private Optional<String> lookNow(BlockDevice device) {
            long start = System.nanoTime();
            try {
                MountedSystem mounted = mounter.look(machine, device);
                try {
                    if (isSystem(mounted)) {
                        return Optional.empty();
                    }
                } catch (RescueException e) {
                    mounted.close();
                    throw e;
                }
                mounted.close();
                return Optional.of(parts.getOrDefault(device, "no system is on it"));
            } catch (RescueException e) {
                if (System.nanoTime() - start > HUNG.toNanos()) {
                    hungDisks.addAll(machine.disksOf(device));
                }
                return Optional.of(e.unlessInterrupted().happened());
            }
        }

        private boolean isSystem(MountedSystem mounted) {
            Optional<InstalledSystem> system =
                    InstalledSystems.at(mounted.root(), machine, Optional.of(mounted.rootDevice()), mounted.unseen());
            system.ifPresent(it -> add(it, mounted));
            return system.isPresent();
        }

        private void add(InstalledSystem system, MountedSystem mounted) {
            BlockDevice device = mounted.rootDevice();
            RootKinds.Judged judged = RootKinds.judge(system, device);
            List<String> reasons = new ArrayList<>();
            judged.evidence().ifPresent(reasons::add);
            List<Merits.Merit> merits = Merits.of(system, device);
            merits.forEach(it -> reasons.add(it.reason()));
            int points = merits.stream().mapToInt(Merits.Merit::points).sum();
            candidates.add(new SystemCandidate(
                    system,
                    mounted,
                    judged.kind(),
                    reasons,
                    points,
                    LastBoot.of(system.files()),
                    new Warnings(machine, architecture).of(system, device)));
            if (judged.kind() == RootKind.SYSTEM) {
                nested.addAll(NestedRoots.of(system, device));
                mounted.verdicts().forEach(verdict -> claim(verdict, device));
            }
        }

        private void claim(FstabVerdict verdict, BlockDevice root) {
            if (OWN_PARTS.contains(verdict.mountPoint())) {
                verdict.device()
                        .ifPresent(part -> parts.put(part, verdict.mountPoint() + " of the system on " + root.path()));
            }
        }

        private List<SystemCandidate> ranked() {
            Optional<Instant> latest = candidates.stream()
                    .filter(SystemCandidate::isReal)
                    .flatMap(it -> it.lastBoot().stream())
                    .map(LastBoot::at)
                    .max(Comparator.naturalOrder());
            return candidates.stream()
                    .sorted(Comparator.comparing(SystemCandidate::kind)
                            .thenComparing(
                                    it -> it.points() + (isFrom(it, latest) ? LAST_USED : 0), Comparator.reverseOrder())
                            .thenComparing(it -> machine.devices().indexOf(it.device())))
                    .toList();
        }

        private static boolean isFrom(SystemCandidate candidate, Optional<Instant> latest) {
            return candidate.lastBoot().map(LastBoot::at).equals(latest);
        }
    }
}
