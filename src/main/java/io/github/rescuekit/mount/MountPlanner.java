package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Fstab.Malformed;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.LayerNames;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.FstabVerdict.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides for each line of an installed system's fstab whether it is mounted, and why not. Looks at nothing itself. */
final class MountPlanner {

    // More than any server mounts; fstab may be crafted.
    private static final int MOST_MOUNTS = 256;

    // The journal of every repair lies there, also that of the repair of this very line.
    private static final Set<String> WITH_THE_JOURNAL = Set.of("/var", "/var/lib", "/var/lib/rescuekit");

    private final Machine machine;
    private final BlockDevice root;
    private final DeviceFinder devices;
    private final Fstab fstab;
    private final Function<BlockDevice, Optional<String>> lastMounted;

    /**
     * Plans the mounts of one fstab.
     *
     * @param lastMounted the directory that a filesystem says it was last mounted on
     */
    MountPlanner(
            Fstab fstab,
            LayerNames names,
            Machine machine,
            BlockDevice root,
            Function<BlockDevice, Optional<String>> lastMounted) {
        this.machine = machine;
        this.root = root;
        this.fstab = fstab;
        this.lastMounted = lastMounted;
        this.devices = new DeviceFinder(fstab, names, machine, root);
    }

    /** One line each, in the order of the file; the root first when the file does not name it. */
    List<PlannedLine> plan() {
        List<PlannedLine> plan = new ArrayList<>();
        if (fstab.entries().stream().noneMatch(MountPlanner::isRootLine)) {
            String why = isUnread() ? "fstab was not read" : "fstab has no line for it";
            plan.add(root(0, root.path(), "chosen as the root; " + why, List.of()));
        }
        Set<String> taken = new HashSet<>();
        for (FstabEntry entry : fstab.entries()) {
            PlannedLine line = plan(entry, taken);
            plan.add(line);
            if (line.isMount()) {
                taken.add(line.verdict().mountPoint());
            }
        }
        fstab.malformed().forEach(it -> plan.add(notUnderstood(it)));
        plan.addAll(espsThatNoLineMounts(plan));
        plan.sort((a, b) -> Integer.compare(a.verdict().line(), b.verdict().line()));
        return plan;
    }

    private List<PlannedLine> espsThatNoLineMounts(List<PlannedLine> plan) {
        List<BlockDevice> mounted = plan.stream()
                .filter(PlannedLine::isMount)
                .flatMap(it -> it.verdict().device().stream())
                .toList();
        Map<String, PlannedLine> lines = new LinkedHashMap<>();
        EfiPartitions.beside(machine, devices.boot(fstab)).stream()
                .filter(it -> it.holds(MountableType.VFAT.word()) && !mounted.contains(it))
                .map(MountPlanner::esp)
                .forEach(it -> lines.putIfAbsent(it.verdict().mountPoint(), it));
        return List.copyOf(lines.values());
    }

    private static PlannedLine esp(BlockDevice esp) {
        return new PlannedLine(
                new FstabVerdict(
                        0,
                        esp.path(),
                        EfiPartitions.mountPoint(esp),
                        Action.MOUNT,
                        Optional.of(esp),
                        "an EFI system partition of the mirror's disks that no line mounts"),
                Optional.of(MountableType.VFAT),
                List.of(),
                Optional.empty());
    }

    private boolean isUnread() {
        return fstab.malformed().stream().anyMatch(FstabFile::isWholeFile);
    }

    private static PlannedLine notUnderstood(Malformed line) {
        boolean isFile = FstabFile.isWholeFile(line);
        return PlannedLine.notMounted(new FstabVerdict(
                line.line(),
                isFile ? FstabFile.PATH : line.text(),
                "",
                Action.FAILED,
                Optional.empty(),
                isFile ? line.text() : "it is no line that mount(8) understands"));
    }

    private static boolean isRootLine(FstabEntry entry) {
        return normal(entry.mountPoint()).equals("/") && SkipRule.of(entry).isEmpty();
    }

    private PlannedLine plan(FstabEntry entry, Set<String> taken) {
        Optional<SkipRule> skip = SkipRule.of(entry);
        if (skip.isPresent()) {
            return skipped(entry, skip.get().reason());
        }
        Optional<String> fault = faultOfMountPoint(entry, taken);
        if (fault.isPresent()) {
            return failed(entry, fault.get());
        }
        if (isRootLine(entry)) {
            return root(entry);
        }
        return SkipRule.isBind(entry) ? bind(entry) : device(entry);
    }

    private static Optional<String> faultOfMountPoint(FstabEntry entry, Set<String> taken) {
        String mountPoint = entry.mountPoint();
        if (!mountPoint.startsWith("/")) {
            return Optional.of("its mount point is not an absolute path");
        }
        if (List.of(mountPoint.split("/", -1)).contains("..")) {
            return Optional.of("its mount point contains '..'");
        }
        if (taken.contains(normal(mountPoint))) {
            return Optional.of("an earlier line is mounted there already");
        }
        return taken.size() >= MOST_MOUNTS
                ? Optional.of("fstab has more than " + MOST_MOUNTS + " mounts")
                : Optional.empty();
    }

    private PlannedLine root(FstabEntry entry) {
        FoundDevice named = devices.find(entry);
        String reason = named.device()
                .map(it -> it.equals(root)
                        ? named.how()
                        : "chosen as the root, but fstab means " + it.path() + " (" + named.how() + ")")
                .orElse("chosen as the root; the name in fstab leads nowhere: " + named.how());
        return root(entry.line(), entry.source(), reason, subvolume(entry));
    }

    private PlannedLine root(int line, String source, String reason, List<String> options) {
        return new PlannedLine(
                new FstabVerdict(line, source, "/", Action.MOUNT, Optional.of(root), reason),
                root.filesystem().map(Filesystem::type).flatMap(MountableType::of),
                options,
                Optional.empty());
    }

    private static PlannedLine bind(FstabEntry entry) {
        if (!entry.source().startsWith("/") || entry.source().startsWith("/dev/")) {
            return failed(entry, "what it binds is not a directory of the system");
        }
        return new PlannedLine(
                verdict(entry, Action.MOUNT, Optional.empty(), "a bind mount of " + entry.source()),
                Optional.empty(),
                List.of(),
                Optional.of(entry.source()));
    }

    private PlannedLine device(FstabEntry entry) {
        FoundDevice found = found(entry);
        if (found.device().isEmpty()) {
            return entry.has("nofail")
                    ? skipped(entry, "nofail: " + found.how() + ", and the boot goes on without it")
                    : failed(entry, found.how());
        }
        BlockDevice device = found.device().get();
        String type = device.filesystem().map(Filesystem::type).orElse("nothing known");
        Optional<MountableType> mountable =
                device.filesystem().filter(Filesystem::isMountable).flatMap(it -> MountableType.of(it.type()));
        if (mountable.isEmpty()) {
            return PlannedLine.notMounted(
                    verdict(entry, Action.FAILED, found.device(), found.how() + ", but it holds " + type));
        }
        return new PlannedLine(
                verdict(entry, Action.MOUNT, found.device(), found.how() + otherType(entry, type)),
                mountable,
                subvolume(entry),
                Optional.empty());
    }

    private FoundDevice found(FstabEntry entry) {
        FoundDevice named = devices.find(entry);
        return named.isNowhere() && WITH_THE_JOURNAL.contains(normal(entry.mountPoint()))
                ? bySelfDescription(entry).orElse(named)
                : named;
    }

    private Optional<FoundDevice> bySelfDescription(FstabEntry entry) {
        List<BlockDevice> meant = fstab.entries().stream()
                .flatMap(it -> devices.find(it).device().stream())
                .toList();
        String at = normal(entry.mountPoint());
        List<FoundDevice> exact = saying(entry, meant, at::equals);
        List<FoundDevice> found = exact.isEmpty() ? saying(entry, meant, it -> LastMounted.means(it, at)) : exact;
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<FoundDevice> saying(FstabEntry entry, List<BlockDevice> meant, Predicate<String> wanted) {
        return devices.candidates().stream()
                .filter(it -> it.filesystem().filter(Filesystem::isMountable).isPresent())
                .filter(it -> !it.equals(root) && !meant.contains(it))
                .flatMap(it -> lastMounted
                        .apply(it)
                        .filter(wanted)
                        .map(at -> FoundDevice.found(
                                it, "not by " + entry.source() + ", which is nowhere: it was last mounted on " + at))
                        .stream())
                .toList();
    }

    private static String otherType(FstabEntry entry, String type) {
        boolean same = entry.type().equals("auto")
                || List.of(entry.type().split(",", -1)).contains(type);
        return same ? "" : "; it holds " + type + ", not " + entry.type();
    }

    // Everything else in the options is about how the running system uses the files: quota, times, checks, units.
    private static List<String> subvolume(FstabEntry entry) {
        return entry.options().stream()
                .filter(it -> it.startsWith("subvol=") || it.startsWith("subvolid="))
                .filter(it -> it.indexOf(',') < 0 && it.indexOf('"') < 0)
                .toList();
    }

    private PlannedLine skipped(FstabEntry entry, String reason) {
        // Which device is meant is of use all the same: swap may hold a hibernated system, a boot waits for what is
        // absent.
        FoundDevice found = isOfDevice(entry) ? devices.find(entry) : FoundDevice.none("");
        String missing =
                isOfDevice(entry) && found.device().isEmpty() && SkipRule.isSwap(entry) ? "; " + found.how() : "";
        return PlannedLine.notMounted(verdict(entry, Action.SKIPPED, found.device(), reason + missing));
    }

    private static boolean isOfDevice(FstabEntry entry) {
        return entry.source().startsWith("/dev/") || entry.source().indexOf('=') > 0;
    }

    private static PlannedLine failed(FstabEntry entry, String reason) {
        return PlannedLine.notMounted(verdict(entry, Action.FAILED, Optional.empty(), reason));
    }

    private static FstabVerdict verdict(FstabEntry entry, Action action, Optional<BlockDevice> device, String reason) {
        return new FstabVerdict(entry.line(), entry.source(), normal(entry.mountPoint()), action, device, reason);
    }

    // "/var/" and "//var" are "/var".
    private static String normal(String mountPoint) {
        String single = mountPoint.replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
