package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that UEFI starts, on each EFI system partition of a system. */
final class UefiPrograms implements FirmwareLoader {

    private static final List<String> ESPS = List.of("/boot/efi", "/efi");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final InstalledSystem system;
    private final SystemFiles files;
    private final Optional<GrubTools> grub;

    UefiPrograms(BootView view) {
        this.system = view.system();
        this.files = system.files();
        this.grub = GrubTools.of(files);
    }

    @Override
    public String title() {
        return "UEFI finds nothing to start";
    }

    @Override
    public List<Fault> faults() {
        List<String> empty = emptyEsps();
        Verdict verdict = empty.size() < esps().size() ? Verdict.SUSPECT : Verdict.FAILED;
        return empty.stream()
                .map(it -> new Fault(verdict, it, it + " holds no program for UEFI to start"))
                .toList();
    }

    // EL 7 and 8 have their menu beside the loader, and systemd-boot has none.
    @Override
    public boolean readsMenuOfGrub() {
        return GrubTools.isDebian(files) && !files.exists("/boot/loader/loader.conf");
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

    @Override
    public List<String> lacks() {
        if (emptyEsps().size() < esps().size() || emptyEsps().isEmpty() || canInstall()) {
            return List.of();
        }
        return List.of(
                files.exists("/usr/sbin/grub2-install")
                        // grub2-install of EL would replace the signed loader by one that Secure Boot refuses.
                        ? "its files come from packages alone: in a chroot, dnf reinstall shim-x64 grub2-efi-x64"
                                + " (shim-install on SUSE)"
                        : "the system has no grub-install with its files for UEFI (grub-efi-amd64-bin): its loader has to"
                                + " be installed from a package");
    }

    private boolean canInstall() {
        return grub.filter(it -> it.directory().equals("/boot/grub")).isPresent() && GrubTools.has(files, "x86_64-efi");
    }

    @Override
    public List<Step> steps() {
        return lacks().isEmpty() ? emptyEsps().stream().map(this::step).toList() : List.of();
    }

    private Step step(String esp) {
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
                installArguments(esp),
                List.of(esp + "/EFI", grub.orElseThrow().directory()),
                List.of(),
                LIMIT);
    }

    // What the firmware remembers stays as it is: the loader goes where every firmware looks by itself.
    private List<String> installArguments(String esp) {
        return List.of(
                "--target=x86_64-efi",
                "--efi-directory=" + esp,
                "--no-nvram",
                GrubTools.isDebian(files) ? "--force-extra-removable" : "--removable");
    }
}
