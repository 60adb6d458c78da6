package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.CrypttabLines;
import io.github.rescuekit.installed.FstabLines;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A boot waits for the device of an encrypted volume that is on no disk, and stops where fstab wants what it holds. */
public final class CrypttabMissingDevice implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Name the volume that is certainly meant; where none is, let the boot go on without it (nofail).",
            "What a volume with nofail holds is not there: programs find an empty directory.");
    private static final Remedy NOFAIL = new Remedy(
            "nofail",
            "Let the boot go on without the volume: nofail in crypttab, and in the lines of fstab that it holds.",
            "What it holds is not there until its device is back: programs find an empty directory.");

    private static final String CRYPTTAB = LayerNameFiles.CRYPTTAB;
    private static final String FSTAB = "/etc/fstab";
    private static final String LEFT_OUT = "nofail";

    private final Function<BlockDevice, Optional<String>> lastMounted;

    /** @param lastMounted the directory that a filesystem says it was last mounted on */
    public CrypttabMissingDevice(Function<BlockDevice, Optional<String>> lastMounted) {
        this.lastMounted = lastMounted;
    }

    @Override
    public String id() {
        return "crypttab-missing-device";
    }

    @Override
    public String cures() {
        return "The boot stops, or waits, for a line of /etc/crypttab whose device is on no disk.";
    }

    @Override
    public List<String> touches() {
        return List.of(CRYPTTAB, FSTAB);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT, NOFAIL);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return lost(system).stream().map(this::finding).toList();
    }

    private List<LostVolume> lost(InstalledSystem system) {
        return BootView.of(system).stream()
                .flatMap(it -> new LostVolumes(it, lastMounted).all().stream())
                .toList();
    }

    private Finding finding(LostVolume lost) {
        List<String> evidence = new ArrayList<>();
        evidence.add("line " + lost.line().line() + " of " + CRYPTTAB + ": "
                + lost.line().name() + " is unlocked from " + lost.line().source() + ": " + lost.how());
        lost.users()
                .forEach(it -> evidence.add("line " + it.line() + " of " + FSTAB + " mounts " + it.source() + " on "
                        + it.mountPoint() + ", which it holds"));
        evidence.add(
                lost.meant().map(Replacement::toString).orElse("nothing on these disks is certainly what it means"));
        return new Finding(
                id(),
                lost.severity(),
                (lost.stopsTheBoot() ? "The boot stops" : "The boot waits") + " at " + lost.name() + " of " + CRYPTTAB
                        + ": " + lost.line().source() + " is on no disk",
                evidence,
                Optional.of(id()).filter(it -> lost.meant().isPresent() || lost.mayBeLeftOut()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return BootView.of(system).stream()
                .flatMap(it -> new LostVolumes(it, lastMounted).unknowns().stream())
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<LostVolume> lost = lost(system);
        List<LostVolume> corrected = lost.stream()
                .filter(it -> remedy.equals(CORRECT) && it.meant().isPresent())
                .toList();
        List<LostVolume> leftOut = lost.stream()
                .filter(it -> !corrected.contains(it) && it.mayBeLeftOut())
                .toList();
        Optional<Step> crypttab = Step.ReplaceFile.of(
                system.files(),
                CRYPTTAB,
                before -> edited(new CrypttabLines(before), corrected, leftOut).file());
        Optional<Step> fstab = Step.ReplaceFile.of(
                system.files(),
                FSTAB,
                before -> edited(new FstabLines(before), leftOut, system).file());
        return new Plan(
                id(),
                Optional.of(remedy),
                Stream.of(crypttab, fstab).flatMap(Optional::stream).toList(),
                lost.stream().map(it -> warning(it, corrected, leftOut)).toList(),
                afterBoot(corrected));
    }

    private static CrypttabLines edited(CrypttabLines crypttab, List<LostVolume> corrected, List<LostVolume> leftOut) {
        CrypttabLines edited = crypttab;
        for (LostVolume one : corrected) {
            edited = edited.withSource(
                    one.line().line(), one.meant().orElseThrow().source());
        }
        for (LostVolume one : leftOut) {
            edited = one.line().has(LEFT_OUT)
                    ? edited
                    : edited.withOption(one.line().line(), LEFT_OUT);
        }
        return edited;
    }

    private static FstabLines edited(FstabLines fstab, List<LostVolume> leftOut, InstalledSystem system) {
        return LeftOut.of(
                fstab, leftOut.stream().flatMap(it -> it.users().stream()).toList(), system);
    }

    private static String warning(LostVolume lost, List<LostVolume> corrected, List<LostVolume> leftOut) {
        if (corrected.contains(lost)) {
            Replacement meant = lost.meant().orElseThrow();
            return lost.name() + " will mean " + meant.source() + ", for "
                    + meant.device().path() + " " + meant.why() + ".";
        }
        return leftOut.contains(lost)
                ? lost.name() + ": if its disk exists and is only not attached to this rescue system, leave the line as"
                        + " it is."
                : lost.name() + " stays as it is: only its right name would help, and nothing on these disks is"
                        + " certainly what it means.";
    }

    // What the initramfs unlocks, it unlocks by a copy of the line.
    private static List<String> afterBoot(List<LostVolume> corrected) {
        return corrected.stream()
                .filter(it -> it.line().has("initramfs")
                        || it.users().stream().anyMatch(user -> user.type().equals("swap")))
                .findFirst()
                .map(it -> NewInitramfs.byHand(CRYPTTAB))
                .stream()
                .toList();
    }
}
