package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.BootMode;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BiosDisk;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

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

    private static final List<String> ESPS = List.of("/boot/efi", "/efi");
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
        return "The firmware finds no boot loader, or GRUB has lost its core image, its modules or its menu.";
    }

    @Override
    public List<String> touches() {
        return List.of("/boot/*", "the boot areas of the disks that hold /boot");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(INSTALL);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        Look look = new Look(system);
        List<Fault> faults = look.faults();
        if (faults.isEmpty()) {
            return List.of();
        }
        boolean boots = faults.stream().allMatch(it -> it.verdict() == Verdict.SUSPECT);
        List<String> evidence = new ArrayList<>(Fault.sentences(faults));
        Optional<String> missing = look.missing();
        missing.ifPresent(evidence::add);
        return List.of(new Finding(
                id(),
                boots ? Severity.WARNING : Severity.CRITICAL,
                boots ? "Not every disk can be started" : look.title(),
                evidence,
                missing.isPresent() ? Optional.empty() : Optional.of(id())));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.rootDevice().isEmpty()
                ? List.of()
                : system.whyHidden("/boot").map(it -> "the boot loader's files may not be seen: " + it).stream()
                        .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        Look look = new Look(system);
        boolean fits = !look.faults().isEmpty() && look.missing().isEmpty();
        List<Step> steps = fits ? look.steps() : List.of();
        boolean runs = steps.stream().anyMatch(Step.RunProgram.class::isInstance);
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                runs
                        ? List.of(
                                "Programs of the server run as root, in a chroot where they can write to no other file.")
                        : List.of(),
                List.of());
    }

    /** One system's way from the firmware to the menu. */
    private final class Look {

        private final InstalledSystem system;
        private final SystemFiles files;
        private final Optional<GrubTools> grub;
        private final boolean isUefi;
        private final List<BiosDisk> disks;

        Look(InstalledSystem system) {
            this.system = system;
            this.files = system.files();
            this.grub = GrubTools.of(files);
            BootMode mode = system.bootMode();
            this.isUefi = mode == BootMode.UEFI || (mode == BootMode.BOTH && startedByUefi.getAsBoolean());
            boolean isBios = !isUefi && (mode == BootMode.BIOS || mode == BootMode.BOTH);
            this.disks = isBios
                    ? system.rootDevice().map(system.machine()::disksOf).orElse(List.of()).stream()
                            .map(disk -> BiosDisk.of(disk, blocks))
                            .toList()
                    : List.of();
        }

        String title() {
            return isUefi ? "UEFI finds nothing to start" : "GRUB does not start from the disk";
        }

        List<Fault> faults() {
            if (system.rootDevice().isEmpty() || system.whyHidden("/boot").isPresent()) {
                return List.of();
            }
            List<Fault> faults = new ArrayList<>(isUefi ? espFaults() : diskFaults());
            if (isUefi || startsGrub()) {
                faults.addAll(directoryFaults());
            }
            return faults;
        }

        private List<BiosDisk> broken() {
            return disks.stream()
                    .filter(it -> it.fault()
                            .filter(fault -> fault.verdict() == Verdict.FAILED)
                            .isPresent())
                    .toList();
        }

        // Of the disks of a volume group only one has a loader; of the halves of a mirror each needs one.
        private List<Fault> diskFaults() {
            List<Fault> faults =
                    broken().stream().flatMap(it -> it.fault().stream()).toList();
            if (faults.size() == disks.size()) {
                return faults;
            }
            return isMirrored()
                    ? faults.stream()
                            .map(it -> new Fault(Verdict.SUSPECT, it.where(), it.sentence()))
                            .toList()
                    : List.of();
        }

        private boolean isMirrored() {
            return system.rootDevice()
                    .map(root -> system.machine().familyOf(root).stream().anyMatch(it -> it.kind() == DeviceKind.RAID))
                    .orElse(false);
        }

        private boolean startsGrub() {
            return disks.stream().allMatch(it -> it.isBlank() || it.loader().equals(Optional.of(BiosDisk.GRUB)))
                    && !disks.isEmpty();
        }

        // Without its modules GRUB stops at "grub rescue>", without its menu at "grub>".
        private List<Fault> directoryFaults() {
            List<Fault> faults = new ArrayList<>();
            grub.ifPresent(it -> {
                if (!isUefi && !files.exists(it.module())) {
                    faults.add(new Fault(
                            Verdict.FAILED, it.directory(), it.module() + ": there is no such file, nor its modules"));
                }
                if (!files.exists(it.menu()) && !readsMenuFromEsp()) {
                    faults.add(new Fault(
                            Verdict.FAILED, it.directory(), it.menu() + ": there is no such file, and so no menu"));
                }
            });
            return faults;
        }

        // EL 7 and 8 have their menu beside the loader, and systemd-boot has none.
        private boolean readsMenuFromEsp() {
            return isUefi && (!isDebian() || files.exists("/boot/loader/loader.conf"));
        }

        private List<String> esps() {
            return system.fstab().entries().stream()
                    .filter(it -> it.type().equals("vfat"))
                    .map(FstabEntry::mountPoint)
                    .filter(point -> ESPS.stream().anyMatch(point::startsWith))
                    .filter(point -> system.whyHidden(point).isEmpty())
                    .distinct()
                    .toList();
        }

        private List<String> emptyEsps() {
            return esps().stream()
                    .filter(it -> EspContent.of(files, it).loaders().isEmpty())
                    .toList();
        }

        private List<Fault> espFaults() {
            List<String> empty = emptyEsps();
            Verdict verdict = empty.size() < esps().size() ? Verdict.SUSPECT : Verdict.FAILED;
            return empty.stream()
                    .map(it -> new Fault(verdict, it, it + " holds no program for UEFI to start"))
                    .toList();
        }

        private boolean isDebian() {
            return files.exists("/etc/debian_version") || files.exists("/usr/bin/dpkg");
        }

        /** What a repair would need and the system does not have. */
        Optional<String> missing() {
            if (isUefi) {
                return missingForUefi();
            }
            if (grub.isEmpty() || !GrubTools.has(files, "i386-pc")) {
                return disks.stream().anyMatch(it -> codeStep(it).isPresent())
                        ? Optional.empty()
                        : Optional.of("the system has no grub-install with its files for BIOS (grub-pc-bin,"
                                + " grub2-pc-modules): its loader has to be installed from a package");
            }
            return Optional.empty();
        }

        private Optional<String> missingForUefi() {
            if (emptyEsps().size() < esps().size() || (!emptyEsps().isEmpty() && canInstallUefi())) {
                return Optional.empty();
            }
            return emptyEsps().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            files.exists("/usr/sbin/grub2-install")
                                    // grub2-install of EL would replace the signed loader by one that Secure Boot
                                    // refuses.
                                    ? "its files come from packages alone: in a chroot, dnf reinstall shim-x64"
                                            + " grub2-efi-x64 (shim-install on SUSE)"
                                    : "the system has no grub-install with its files for UEFI (grub-efi-amd64-bin): its"
                                            + " loader has to be installed from a package");
        }

        private boolean canInstallUefi() {
            return grub.filter(it -> it.directory().equals("/boot/grub")).isPresent()
                    && GrubTools.has(files, "x86_64-efi");
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            if (isUefi) {
                emptyEsps().forEach(esp -> steps.add(espStep(esp)));
            } else {
                steps.addAll(diskSteps());
            }
            grub.filter(it -> !files.exists(it.menu()) && !readsMenuFromEsp())
                    .ifPresent(it -> steps.add(new Step.RunProgram(
                            it.configure(), List.of("-o", it.menu()), List.of(it.directory()), List.of(), LIMIT)));
            return steps;
        }

        private List<Step> diskSteps() {
            boolean hasModules = grub.filter(it -> files.exists(it.module())).isPresent();
            List<BiosDisk> todo = hasModules ? broken() : disks;
            return todo.stream()
                    .map(disk -> Optional.of(disk)
                            .filter(it -> hasModules)
                            .flatMap(this::codeStep)
                            .orElseGet(() -> install(disk.disk())))
                    .toList();
        }

        private Optional<Step> codeStep(BiosDisk disk) {
            return grub.flatMap(it -> new BiosBootCode(system.machine(), files, blocks).step(disk, it));
        }

        private Step install(BlockDevice disk) {
            GrubTools tools = grub.orElseThrow(() -> new IllegalStateException("no grub-install for " + disk.path()));
            return new Step.RunProgram(
                    tools.install(),
                    List.of("--target=i386-pc", disk.path()),
                    List.of(tools.directory()),
                    List.of(disk.path()),
                    LIMIT);
        }

        private Step espStep(String esp) {
            Optional<String> other =
                    esps().stream().filter(it -> !emptyEsps().contains(it)).findFirst();
            if (other.isPresent()) {
                return new Step.RunProgram(
                        Stream.of("/usr/bin/cp", "/bin/cp")
                                .filter(files::exists)
                                .findFirst()
                                .orElseThrow(() -> RescueException.refused(
                                        "no-program", "the system has no cp", "copy the files by hand")),
                        List.of("--recursive", "--preserve=timestamps", "--", other.get() + "/EFI", esp + "/"),
                        List.of(esp + "/EFI"),
                        List.of(),
                        LIMIT);
            }
            return new Step.RunProgram(
                    grub.orElseThrow().install(),
                    uefiArguments(esp),
                    List.of(esp + "/EFI", grub.orElseThrow().directory()),
                    List.of(),
                    LIMIT);
        }

        // What the firmware remembers stays as it is: the loader goes where every firmware looks by itself.
        private List<String> uefiArguments(String esp) {
            return List.of(
                    "--target=x86_64-efi",
                    "--efi-directory=" + esp,
                    "--no-nvram",
                    isDebian() ? "--force-extra-removable" : "--removable");
        }
    }
}
