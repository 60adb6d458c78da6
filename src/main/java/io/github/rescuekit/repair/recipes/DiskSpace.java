package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FilesystemSpace;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.mount.ExtCounts;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The root or /var is full: services do not start, databases stop, logins hang. */
public final class DiskSpace implements Recipe {

    private static final Remedy MOVE = new Remedy(
            "move",
            "Move the largest packages, archived journal files, rotated logs and dumps to another filesystem of the system.",
            "They lie in a directory rescuekit-kept there, until somebody removes them or an undo brings them back.");
    private static final Setting KEEP = Setting.optional(
            "keep", "a directory of the system on another filesystem that takes the files, such as /home", "/[^\\n]*");

    // A filesystem that keeps owners and modes.
    private static final Set<String> TAKING = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");
    private static final int LEFT_FREE = 10;
    private static final int ONE_PERCENT = 100;

    private final Function<BlockDevice, Optional<ExtCounts>> counts;

    /**
     * The recipe.
     *
     * @param counts what the superblock of a device counts
     */
    public DiskSpace(Function<BlockDevice, Optional<ExtCounts>> counts) {
        this.counts = counts;
    }

    @Override
    public String id() {
        return "disk-space";
    }

    @Override
    public String cures() {
        return "The root or /var is full: what may go, the largest first, and what can be moved elsewhere.";
    }

    @Override
    public List<String> touches() {
        return List.of(
                "/var/cache/*",
                "/var/log/*",
                "/var/crash/*",
                "/var/lib/systemd/coredump/*",
                "/var/spool/abrt/*",
                "*/rescuekit-kept*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(MOVE);
    }

    @Override
    public List<Setting> settings() {
        return List.of(KEEP);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return Stream.concat(
                        FullFilesystem.of(system).stream().map(it -> finding(system, it)),
                        FullFilesystem.mountPoints(system).flatMap(it -> withoutInodes(system, it).stream()))
                .toList();
    }

    private Finding finding(InstalledSystem system, FullFilesystem full) {
        FilesystemSpace space = full.space();
        boolean canMove = place(system, full).isPresent();
        List<String> evidence = new ArrayList<>();
        evidence.add(full.mountPoint() + ": of " + space.total() + ", root may still write " + space.free()
                + ", other programs " + space.usable());
        proposals(system, full, canMove).forEach(evidence::add);
        hidden(system, full).ifPresent(evidence::add);
        return new Finding(
                id(),
                full.isFullForRoot() ? Severity.CRITICAL : Severity.WARNING,
                full.mountPoint() + " is full: " + space.usable() + " of " + space.total() + " can be used",
                evidence,
                canMove ? Optional.of(id()) : Optional.empty());
    }

    private record Proposal(Bytes size, String words) {}

    private List<String> proposals(InstalledSystem system, FullFilesystem full, boolean canMove) {
        List<Proposal> proposals = new ArrayList<>();
        full.piles(system.files()).forEach(it -> proposals.add(proposal(it, system.files(), canMove)));
        full.oldKernels(system)
                .forEach((release, size) -> proposals.add(new Proposal(
                        size,
                        "the modules of the old kernel " + release + ": " + removeKernel(system.files(), release))));
        reserved(system, full).ifPresent(proposals::add);
        return proposals.stream()
                .sorted(Comparator.comparing(Proposal::size).reversed())
                .map(it -> it.size() + ": " + it.words())
                .toList();
    }

    private static Proposal proposal(FullFilesystem.Pile pile, SystemFiles files, boolean canMove) {
        SystemFile largest = pile.files().stream()
                .max(Comparator.comparing(SystemFile::size))
                .orElseThrow();
        String what = pile.kind().words() + " (" + pile.files().size() + "), the largest " + largest.path() + " with "
                + largest.size();
        String drop = pile.kind()
                .command(files)
                .map(it -> "'rescuekit chroot --write -- " + it + "' drops them for good")
                .orElse("look at them, and remove what nobody needs");
        return new Proposal(
                pile.size(),
                what + ": " + drop
                        + (canMove ? "" : "; with --set keep=DIR they are moved to a directory of another filesystem"));
    }

    private static String removeKernel(SystemFiles files, String release) {
        return files.exists("/usr/bin/apt-get")
                ? "'rescuekit chroot --write -- apt-get purge linux-image-" + release + "' removes it"
                : "remove its package in a chroot ('rescuekit chroot --write')";
    }

    private Optional<Proposal> reserved(InstalledSystem system, FullFilesystem full) {
        return full.device(system)
                .flatMap(device -> counts.apply(device).flatMap(it -> {
                    long more = it.reserved().count() - it.total().count() / ONE_PERCENT;
                    return more > it.total().count() / ONE_PERCENT
                            ? Optional.of(new Proposal(
                                    new Bytes(more),
                                    "of " + it.reserved() + " that are kept for root: 'tune2fs -m 1 " + device.path()
                                            + "' gives them to all programs"))
                            : Optional.empty();
                }));
    }

    // A backup that ran while its disk was not mounted fills the root, and no listing shows it.
    private static Optional<String> hidden(InstalledSystem system, FullFilesystem full) {
        List<String> covered = PlannedMounts.of(system).mounts().stream()
                .filter(it -> !it.isBind() && it.type().matches("ext[234]|xfs|btrfs|nfs4?|cifs|auto"))
                .map(PlannedMount::mountPoint)
                .filter(it -> it.startsWith("/")
                        && !it.equals("/")
                        && full.mountPoint().equals("/"))
                .toList();
        return covered.isEmpty()
                ? Optional.empty()
                : Optional.of("what was written to " + String.join(", ", covered)
                        + " while nothing was mounted there is hidden: mount the system, then 'mount --bind' its root"
                        + " elsewhere and look there with 'du -xsh'");
    }

    private Optional<Finding> withoutInodes(InstalledSystem system, String mountPoint) {
        Optional<FilesystemSpace> space = system.files().space(mountPoint);
        if (space.isEmpty()) {
            return Optional.empty();
        }
        return new FullFilesystem(mountPoint, space.get())
                .device(system)
                .flatMap(counts)
                .filter(it -> it.freeInodes() < it.inodes() / ONE_PERCENT)
                .map(it -> new Finding(
                        id(),
                        it.freeInodes() == 0 ? Severity.CRITICAL : Severity.WARNING,
                        mountPoint + " takes hardly any more files: " + it.freeInodes() + " of " + it.inodes()
                                + " inodes are free",
                        List.of(
                                mountPoint + ": its superblock counts " + it.freeInodes() + " free inodes of "
                                        + it.inodes(),
                                "next: rescuekit chroot -- du --inodes -xS " + mountPoint
                                        + " | sort -n | tail: sessions, mail queues and caches grow without limit"),
                        Optional.empty()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return FullFilesystem.mountPoints(system)
                .filter(it -> !it.equals("/"))
                .flatMap(
                        it -> system.whyHidden(it).map(why -> "how full " + it + " is cannot be told: " + why).stream())
                .distinct()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = new ArrayList<>();
        for (FullFilesystem full : FullFilesystem.of(system)) {
            choice.value(KEEP)
                    .map(it -> Optional.of(required(system, full, it)))
                    .orElseGet(() -> place(system, full))
                    .ifPresent(
                            place -> steps.addAll(KeptFiles.move(system.files(), full.toMove(system.files()), place)));
        }
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                steps.isEmpty()
                        ? List.of()
                        : List.of(
                                "Find out what fills it: what is moved makes room once. What is still found afterwards"
                                        + " names more."),
                List.of());
    }

    /** The directory that takes the files: the mount point of the system with the most room. */
    private static Optional<String> place(InstalledSystem system, FullFilesystem full) {
        SystemFiles files = system.files();
        Bytes size = FullFilesystem.sum(full.toMove(files));
        return Stream.concat(
                        Stream.of("/"),
                        PlannedMounts.of(system).mounts().stream()
                                .filter(it -> !it.isBind() && TAKING.contains(it.type()))
                                .map(PlannedMount::mountPoint)
                                .filter(it -> !it.equals("/boot") && !it.startsWith("/boot/")))
                .filter(it -> size.isMoreThan(Bytes.ZERO) && takes(files, it, full, size))
                .max(Comparator.comparing(it -> files.space(it).orElseThrow().usable()));
    }

    private static boolean takes(SystemFiles files, String directory, FullFilesystem full, Bytes size) {
        return files.find(directory).filter(SystemFile::isDirectory).isPresent()
                && files.space(directory)
                        .filter(it -> !it.isSameAs(full.space()))
                        .filter(it -> it.usable()
                                .isMoreThan(size.plus(new Bytes(it.total().count() / LEFT_FREE))))
                        .isPresent();
    }

    private static String required(InstalledSystem system, FullFilesystem full, String directory) {
        Bytes size = FullFilesystem.sum(full.toMove(system.files()));
        if (!takes(system.files(), directory, full, size)) {
            throw RescueException.refused(
                    "no-room",
                    directory + " is no directory of another filesystem that has room for " + size,
                    "mount the system ('rescuekit mount --write') and a disk with room below it, then name that"
                            + " directory as the system would see it; nothing was changed");
        }
        return Objects.requireNonNull(
                system.files().find(directory).orElseThrow().path());
    }
}
