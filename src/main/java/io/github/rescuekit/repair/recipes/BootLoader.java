package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.BootMode;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BiosDisk;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The firmware finds no boot loader, or the loader finds neither its modules nor its menu. What the firmware itself
 * remembers is never touched: providers start from the network first, and their order must stay.
 */
public final class BootLoader implements Recipe {

    private static final Remedy INSTALL = new Remedy(
            "install",
            "Put the boot loader back on every disk that the firmware may start.",
            "The loader becomes that of the installed packages; a theme or a password in a lost menu has to be made"
                    + " again.");

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final BiosDisk.Blocks blocks;
    private final BooleanSupplier startedByUefi;

    /**
     * Looks at disks.
     *
     * @param startedByUefi how this rescue system was started, and so, very likely, how the server starts
     */
    public BootLoader(BiosDisk.Blocks blocks, BooleanSupplier startedByUefi) {
        this.blocks = blocks;
        this.startedByUefi = startedByUefi;
    }

    @Override
    public String id() {
        return "boot-loader";
    }

    @Override
    public String cures() {
        return "The firmware finds no boot loader, or GRUB has lost its core image, its modules, its menu or the way to it.";
    }

    @Override
    public List<String> touches() {
        return List.of("/boot/*", "the boot areas and EFI system partitions of the disks that hold /boot");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(INSTALL);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        Look look = new Look(system);
        List<Finding> findings = new ArrayList<>();
        List<Fault> faults = look.faults();
        if (!faults.isEmpty()) {
            findings.add(finding(look, faults));
        }
        List<String> warnings = look.warnings();
        if (!warnings.isEmpty()) {
            findings.add(new Finding(
                    id(), Severity.NOTE, "The EFI system partition lies on a mirror", warnings, Optional.empty()));
        }
        return List.copyOf(findings);
    }

    private Finding finding(Look look, List<Fault> faults) {
        boolean boots = faults.stream().allMatch(it -> it.verdict() == Verdict.SUSPECT);
        List<String> evidence = new ArrayList<>(Fault.sentences(faults));
        evidence.addAll(look.lacks());
        return new Finding(
                id(),
                boots ? Severity.WARNING : Severity.CRITICAL,
                boots ? "Not every disk can be started" : look.title(),
                evidence,
                Optional.of(id()).filter(it -> !look.steps().isEmpty()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.rootDevice().isEmpty()
                ? List.of()
                : system.whyHidden("/boot").or(() -> system.whyHidden("/boot/efi")).stream()
                        .map(it -> "the boot loader's files may not be seen: " + it)
                        .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        Look look = new Look(system);
        List<Step> steps = look.faults().isEmpty() ? List.of() : look.steps();
        List<String> warnings = new ArrayList<>(look.warnings());
        if (steps.stream().anyMatch(Step.RunProgram.class::isInstance)) {
            warnings.add("Programs of the server run as root, in a chroot where they can write to no other file.");
        }
        return new Plan(id(), Optional.of(remedy), steps, steps.isEmpty() ? List.of() : warnings, List.of());
    }

    /** One system's way from the firmware to the menu. */
    private final class Look {

        private final InstalledSystem system;
        private final SystemFiles files;
        private final Optional<FirmwareLoader> loader;

        Look(InstalledSystem system) {
            this.system = system;
            this.files = system.files();
            this.loader = system.whyHidden("/boot").isPresent()
                    ? Optional.empty()
                    : BootView.of(system).flatMap(this::loader);
        }

        private Optional<FirmwareLoader> loader(BootView view) {
            BootMode mode = system.bootMode();
            if (mode == BootMode.UEFI || (mode == BootMode.BOTH && startedByUefi.getAsBoolean())) {
                return Optional.of(new UefiPrograms(view));
            }
            return mode == BootMode.UNKNOWN ? Optional.empty() : Optional.of(new BiosGrub(view, blocks));
        }

        String title() {
            return loader.map(FirmwareLoader::title).orElseThrow();
        }

        List<Fault> faults() {
            List<Fault> faults =
                    new ArrayList<>(loader.map(FirmwareLoader::faults).orElse(List.of()));
            lostMenu()
                    .map(it -> new Fault(
                            Verdict.FAILED, it.directory(), it.menu() + ": there is no such file, and so no menu"))
                    .ifPresent(faults::add);
            return faults;
        }

        List<String> warnings() {
            return loader.map(FirmwareLoader::warnings).orElse(List.of());
        }

        List<String> lacks() {
            return loader.map(FirmwareLoader::lacks).orElse(List.of());
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>(loader.map(FirmwareLoader::steps).orElse(List.of()));
            lostMenu()
                    .map(it -> new Step.RunProgram(
                            it.configure(), List.of("-o", it.menu()), List.of(it.directory()), List.of(), LIMIT))
                    .ifPresent(steps::add);
            return steps;
        }

        // Without it GRUB stops at "grub>".
        private Optional<GrubTools> lostMenu() {
            return loader.filter(it -> it.readsMenuOfGrub())
                    .flatMap(it -> GrubTools.of(files))
                    .filter(it -> !files.exists(it.menu()));
        }
    }
}
