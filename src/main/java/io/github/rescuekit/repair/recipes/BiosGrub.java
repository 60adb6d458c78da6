package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BiosDisk;
import io.github.rescuekit.repair.boot.BiosDisks;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GRUB as a BIOS starts it: from the first sector of each disk that carries {@code /boot}. */
final class BiosGrub implements FirmwareLoader {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final String PLATFORM = "i386-pc";

    private final SystemFiles files;
    private final Optional<GrubTools> grub;
    private final BiosDisks disks;
    private final BiosBootCode bootCode;

    BiosGrub(BootView view, BiosDisk.Blocks blocks) {
        this.files = view.files();
        this.grub = GrubTools.of(files);
        this.disks = BiosDisks.of(view, blocks);
        this.bootCode = new BiosBootCode(view.system().machine(), files, blocks);
    }

    @Override
    public String title() {
        return "GRUB does not start from the disk";
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(disks.faults());
        faults.removeIf(it -> it.verdict() == Verdict.UNKNOWN);
        lostModules()
                .map(it -> new Fault(
                        Verdict.FAILED, it.directory(), it.module() + ": there is no such file, nor its modules"))
                .ifPresent(faults::add);
        return faults;
    }

    @Override
    public boolean readsMenuOfGrub() {
        return disks.all().stream().anyMatch(BiosDisk::startsGrub)
                || (!disks.all().isEmpty() && disks.all().stream().allMatch(it -> it.isBlank() || it.isOfGrub()));
    }

    // Without its modules GRUB stops at "grub rescue>".
    private Optional<GrubTools> lostModules() {
        return grub.filter(it -> readsMenuOfGrub() && !files.exists(it.module()));
    }

    @Override
    public List<String> lacks() {
        List<String> lacks = new ArrayList<>();
        List<BlockDevice> anew = toRepair().stream()
                .filter(it -> codeStep(it).isEmpty())
                .map(BiosDisk::disk)
                .toList();
        anew.forEach(it -> disks.whyNoRoom(it).ifPresent(lacks::add));
        if (!anew.isEmpty() && !canInstall()) {
            lacks.add(
                    "the system has no grub-install with its files for BIOS (grub-pc-bin, grub2-pc-modules): its loader"
                            + " has to be installed from a package");
        }
        return lacks;
    }

    @Override
    public List<Step> steps() {
        return toRepair().stream()
                .flatMap(disk -> codeStep(disk).or(() -> install(disk.disk())).stream())
                .toList();
    }

    private List<BiosDisk> toRepair() {
        List<BiosDisk> broken = disks.broken();
        return lostModules().isEmpty()
                ? broken
                : disks.all().stream()
                        .filter(it -> it.isOfGrub() || broken.contains(it))
                        .toList();
    }

    private Optional<Step> codeStep(BiosDisk disk) {
        return grub.filter(it -> files.exists(it.module())).flatMap(it -> bootCode.step(disk, it));
    }

    private boolean canInstall() {
        return grub.isPresent() && GrubTools.has(files, PLATFORM);
    }

    private Optional<Step> install(BlockDevice disk) {
        return grub.filter(it -> canInstall() && disks.whyNoRoom(disk).isEmpty())
                .map(it -> new Step.RunProgram(
                        it.install(),
                        List.of("--target=" + PLATFORM, disk.path()),
                        List.of(it.directory()),
                        List.of(disk.path()),
                        LIMIT));
    }
}
