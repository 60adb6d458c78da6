package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.Esps;
import io.github.rescuekit.repair.boot.Esps.Esp;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.SystemdBoot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The programs that UEFI starts, on each EFI system partition of a system: the same on all of them. */
final class UefiPrograms implements FirmwareLoader {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int NAMED = 3;
    private static final List<String> PROGRAMS_OF_SYSTEMD_BOOT =
            List.of("/usr/bin/bootctl", "/usr/lib/systemd/boot/efi/systemd-bootx64.efi");
    // Their superblock lies at the end, and the firmware sees the filesystem of a member.
    private static final Set<String> SEEN_BY_FIRMWARE = Set.of("0.90", "0.9", "1.0");

    private final BootView view;
    private final SystemFiles files;
    private final Optional<GrubTools> grub;
    private final Esps esps;
    private final List<Esp> empty;
    private final Optional<Esp> source;
    private final Optional<GrubStubs> stubs;
    private final Optional<EspCopy> copy;

    UefiPrograms(BootView view) {
        this.view = view;
        this.files = view.files();
        this.grub = GrubTools.of(files);
        this.esps = new Esps(view);
        this.empty = esps.all().stream()
                .filter(it -> whyNothingStarts(it).isPresent())
                .toList();
        this.source = source();
        this.stubs = source.map(it -> new GrubStubs(view, grub, it, esps.all()));
        this.copy = source.filter(it -> esps.all().size() > 1)
                .map(it -> new EspCopy(
                        files,
                        it.at(),
                        view.system().architecture().orElse("x86_64"),
                        stubs.map(GrubStubs::paths).orElse(Set.of())));
    }

    private Optional<String> whyNothingStarts(Esp esp) {
        if (EspContent.of(files, esp.at()).loaders().isEmpty()) {
            return Optional.of(" holds no program for UEFI to start");
        }
        return new SystemdBoot(files, esp.at()).startsNothing()
                ? Optional.of(" holds systemd-boot, and neither an entry nor a kernel for it to start")
                : Optional.empty();
    }

    // The packages of the system keep the one that fstab mounts; of two that it does not mount the newer one counts.
    private Optional<Esp> source() {
        List<Esp> filled = esps.all().stream().filter(it -> !empty.contains(it)).toList();
        return filled.stream()
                .filter(UefiPrograms::isInFstab)
                .findFirst()
                .or(() -> filled.stream().max(Comparator.comparing(this::newest)));
    }

    private static boolean isInFstab(Esp esp) {
        return esp.at().equals(esp.name());
    }

    private List<Esp> notInFstab() {
        return empty.stream().filter(it -> !isInFstab(it)).toList();
    }

    private Instant newest(Esp esp) {
        return files.glob(esp.at() + "/EFI/*/*").stream()
                .map(SystemFile::modified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    @Override
    public String title() {
        return losesMenu() ? "GRUB does not find its menu" : "UEFI finds nothing to start";
    }

    private boolean losesMenu() {
        return stubs.filter(it -> !it.isEmpty()).isPresent();
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        Verdict verdict = source.isPresent() ? Verdict.SUSPECT : Verdict.FAILED;
        empty.forEach(it -> faults.add(
                new Fault(verdict, it.name(), it.name() + whyNothingStarts(it).orElseThrow())));
        esps.all().stream()
                .filter(it -> !empty.contains(it))
                .forEach(esp -> unlike(esp).ifPresent(faults::add));
        faults.addAll(leadingNowhere());
        esps.all().stream().filter(this::isUnseen).forEach(it -> faults.add(unseen(it)));
        faults.addAll(esps.faultsOfDisksWithout());
        return faults;
    }

    private List<Fault> leadingNowhere() {
        List<Fault> faults = new ArrayList<>();
        boolean oneLeads = false;
        for (Esp esp : esps.all()) {
            List<String> found = stubs.map(it -> it.faults(esp)).orElse(List.of());
            oneLeads |= found.isEmpty() && !empty.contains(esp);
            found.forEach(it -> faults.add(new Fault(Verdict.FAILED, esp.name(), it)));
        }
        return oneLeads ? faults.stream().map(Fault::suspected).toList() : faults;
    }

    private Optional<Fault> unlike(Esp esp) {
        List<String> unlike = copy.map(it -> it.unlike(esp.at())).orElse(List.of());
        if (unlike.isEmpty()) {
            return Optional.empty();
        }
        int more = unlike.size() - NAMED;
        String what = String.join(", ", unlike.subList(0, Math.min(NAMED, unlike.size())))
                + (more > 0 ? ", and " + more + " more" : "");
        String beside = source.filter(it -> !it.equals(esp))
                .map(it -> " is not as " + it.name() + ": ")
                .orElse(": ");
        return Optional.of(new Fault(Verdict.SUSPECT, esp.name(), esp.name() + beside + what));
    }

    private boolean isUnseen(Esp esp) {
        return esps.metadata(esp).filter(it -> !SEEN_BY_FIRMWARE.contains(it)).isPresent();
    }

    private Fault unseen(Esp esp) {
        return new Fault(
                Verdict.FAILED,
                esp.name(),
                esp.name() + " lies on " + Esps.array(esp).orElseThrow().path() + ", whose metadata "
                        + esps.metadata(esp).orElseThrow() + " hides it from the firmware");
    }

    @Override
    public List<String> warnings() {
        return esps.all().stream()
                .filter(it -> Esps.array(it).isPresent() && !isUnseen(it))
                .map(it -> it.name() + " lies on the mirror "
                        + Esps.array(it).orElseThrow().path()
                        + ", of which the firmware writes to one half alone: its halves may differ without a word"
                        + " (mdadm --action=check), and only the array is ever written to here")
                .toList();
    }

    // EL 7 and 8 have their menu beside the loader, and systemd-boot has none.
    @Override
    public boolean readsMenuOfGrub() {
        return !files.exists("/boot/loader/loader.conf")
                && !usesSystemdBoot()
                && (GrubTools.isDebian(files)
                        || losesMenu()
                        || esps.all().stream().anyMatch(it -> EspContent.leadsToMenu(files, it.at())));
    }

    // Where no partition tells, GRUB without a menu was not what started.
    private boolean usesSystemdBoot() {
        return esps.all().stream().anyMatch(it -> new SystemdBoot(files, it.at()).isAlone())
                || (source.isEmpty()
                        && PROGRAMS_OF_SYSTEMD_BOOT.stream().allMatch(files::exists)
                        && grub.filter(it -> files.exists(it.menu())).isEmpty());
    }

    @Override
    public List<String> lacks() {
        List<String> lacks = new ArrayList<>();
        if (source.isEmpty() && !empty.isEmpty() && !canInstall()) {
            lacks.add(noPrograms());
        } else if (source.isEmpty()) {
            notInFstab()
                    .forEach(it -> lacks.add("programs of the server reach " + it.name()
                            + " only with a line in fstab, such as PARTUUID="
                            + it.device()
                                    .flatMap(BlockDevice::partition)
                                    .flatMap(PartitionEntry::uuid)
                                    .orElse("...")
                            + " /boot/efi2 vfat umask=0077 0 1"));
        }
        stubs.ifPresent(it -> lacks.addAll(it.lacks()));
        esps.all().stream()
                .filter(this::isUnseen)
                .forEach(it -> lacks.add("make the array of " + it.name()
                        + " anew with --metadata=1.0, or give each disk an EFI system partition of its own"));
        esps.disksWithout()
                .forEach(it -> lacks.add("make an EFI system partition on " + it.path()
                        + " (sgdisk --typecode=N:ef00, mkfs.vfat -F 32), then repair again"));
        return lacks;
    }

    private String noPrograms() {
        if (usesSystemdBoot()) {
            return new SystemdBootInstall(view).told();
        }
        return files.exists("/usr/sbin/grub2-install")
                // grub2-install of EL would replace the signed loader by one that Secure Boot refuses.
                ? "its files come from packages alone: in a chroot, dnf reinstall shim-x64 grub2-efi-x64 (shim-install on"
                        + " SUSE)"
                : "the system has no grub-install with its files for UEFI (grub-efi-amd64-bin): its loader has to be"
                        + " installed from a package";
    }

    private boolean canInstall() {
        return !usesSystemdBoot()
                && grub.filter(it -> it.directory().equals("/boot/grub")).isPresent()
                && GrubTools.has(files, "x86_64-efi");
    }

    @Override
    public List<Step> steps() {
        if (source.isEmpty()) {
            return canInstall() && notInFstab().isEmpty()
                    ? empty.stream().map(this::install).toList()
                    : List.of();
        }
        return esps.all().stream()
                .flatMap(esp -> Stream.concat(
                        copy.stream().flatMap(it -> it.steps(esp.at()).stream()),
                        stubs.stream().flatMap(it -> it.steps(esp).stream())))
                .distinct()
                .toList();
    }

    private Step install(Esp esp) {
        return new Step.RunProgram(
                grub.orElseThrow().install(),
                installArguments(esp.at()),
                List.of(esp.at() + "/EFI", grub.orElseThrow().directory()),
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
