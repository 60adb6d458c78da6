package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FilesystemSpace;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A /boot without room for one more initramfs: the next kernel is installed by half, and packages stay half done. */
public final class BootSpace implements Recipe {

    private static final Remedy MOVE = new Remedy(
            "move",
            "Move what kernels that cannot be started left in /boot to the root filesystem.",
            "Their entries stay in the boot menu and lead nowhere, until the menu is made anew.");

    private static final String BOOT = "/boot";
    // Makers of an initramfs write the new one beside the old.
    private static final Bytes SMALLEST_ROOM = Bytes.mib(4);
    private static final int TENTH = 10;

    private record Full(FilesystemSpace space, Bytes needed, BootLeftovers kernels) {}

    @Override
    public String id() {
        return "boot-space";
    }

    @Override
    public String cures() {
        return "/boot is full, and kernels that cannot be started take room in it.";
    }

    @Override
    public List<String> touches() {
        return List.of("/boot/*", "*/rescuekit-kept*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(MOVE);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return full(system).map(it -> finding(system, it)).stream().toList();
    }

    // A /boot on the root is the matter of disk-space.
    private static Optional<Full> full(InstalledSystem system) {
        SystemFiles files = system.files();
        Optional<FilesystemSpace> root = files.space("/");
        Bytes needed = largestInitramfs(system);
        return files.space(BOOT)
                .filter(it -> root.filter(it::isSameAs).isEmpty())
                .filter(it -> needed.isMoreThan(it.usable())
                        && it.total().isMoreThan(new Bytes(it.usable().count() * TENTH)))
                .flatMap(space -> BootView.of(system).map(view -> new Full(space, needed, BootLeftovers.of(view))));
    }

    private static Bytes largestInitramfs(InstalledSystem system) {
        return system.kernels().stream()
                .flatMap(it -> it.initramfs().stream())
                .flatMap(it -> system.files().find(it).stream())
                .map(SystemFile::size)
                .reduce(SMALLEST_ROOM, (one, other) -> one.isMoreThan(other) ? one : other);
    }

    private Finding finding(InstalledSystem system, Full full) {
        BootLeftovers kernels = full.kernels();
        List<String> evidence = new ArrayList<>();
        evidence.add(BOOT + ": " + full.space().usable() + " of " + full.space().total()
                + " can be used, and a new initramfs takes up to " + full.needed());
        kernels.leftovers()
                .forEach(it -> evidence.add(it.size() + ": left of " + it.release() + ", which cannot be started: "
                        + it.why() + (kernels.movable().contains(it) ? "" : "; " + whyItStays(kernels))));
        kernels.superfluous()
                .forEach(it -> evidence.add(sizeOf(system.files(), it) + ": the old kernel " + it.release()
                        + ": remove its package in a chroot ('rescuekit chroot --write')"));
        evidence.add("can be started: "
                + (kernels.whole().isEmpty()
                        ? "none"
                        : String.join(
                                ", ",
                                kernels.whole().stream().map(Kernel::release).toList())));
        return new Finding(
                id(),
                Severity.WARNING,
                BOOT + " is full: no kernel can be installed or updated",
                evidence,
                steps(system, full).isEmpty() ? Optional.empty() : Optional.of(id()));
    }

    private static String whyItStays(BootLeftovers kernels) {
        return kernels.whole().isEmpty()
                ? "it stays, for no other kernel can be started"
                : "it stays, for the menu starts it by itself (see 'rescuekit diagnose boot-previous-kernel')";
    }

    private static Bytes sizeOf(SystemFiles files, Kernel kernel) {
        return Stream.concat(Stream.of(kernel.image()), kernel.initramfs().stream())
                .flatMap(it -> files.find(it).stream())
                .map(SystemFile::size)
                .reduce(Bytes.ZERO, Bytes::plus);
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.whyHidden(BOOT).map(why -> "how full " + BOOT + " is cannot be told: " + why).stream()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        List<Step> steps = full(system).map(it -> steps(system, it)).orElse(List.of());
        return new Plan(
                id(),
                Optional.of(Remedies.chosen(this, choice)),
                steps,
                List.of(),
                steps.isEmpty()
                        ? List.of()
                        : List.of("Remove the packages of these kernels, or finish them"
                                + " ('rescuekit repair interrupted-packages'), then make the boot menu anew"
                                + " (update-grub, or grub2-mkconfig)."));
    }

    private static List<Step> steps(InstalledSystem system, Full full) {
        List<SystemFile> moved = full.kernels().movable().stream()
                .flatMap(it -> it.files().stream())
                .toList();
        boolean hasRoom = system.files()
                .space("/")
                .filter(it -> it.usable()
                        .isMoreThan(FullFilesystem.sum(moved)
                                .plus(new Bytes(it.total().count() / TENTH))))
                .isPresent();
        return hasRoom ? KeptFiles.move(system.files(), moved, "/") : List.of();
    }
}
