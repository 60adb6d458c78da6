package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FstabLines;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.FstabFaults;
import io.github.rescuekit.repair.boot.StrandedMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A boot waits for every device that fstab names, and for one that is on no disk it waits in vain. */
public final class FstabMissingDevice implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Name the filesystem that is certainly meant; where none is, let the boot go on without the line (nofail).",
            "What a line with nofail mounts is not there: programs find an empty directory.");
    private static final Remedy NOFAIL = new Remedy(
            "nofail",
            "Let the boot go on without the line: nofail, and 10 s instead of 90 s to wait.",
            "What the line mounts is not there until its device is back: programs find an empty directory.");
    private static final Remedy COMMENT = new Remedy(
            "comment", "Turn the line into a comment.", "The line is not used again, also when its device is back.");

    private static final String FSTAB = "/etc/fstab";
    private static final String OPTIONS = "nofail,x-systemd.device-timeout=10s";
    private static final String RESUME = "/etc/initramfs-tools/conf.d/resume";

    private final Function<BlockDevice, Optional<String>> lastMounted;

    /**
     * Makes the recipe.
     *
     * @param lastMounted the directory that a filesystem says it was last mounted on
     */
    public FstabMissingDevice(Function<BlockDevice, Optional<String>> lastMounted) {
        this.lastMounted = lastMounted;
    }

    @Override
    public String id() {
        return "fstab-missing-device";
    }

    @Override
    public String cures() {
        return "The boot stops, or waits, for a line of /etc/fstab whose device is on no disk.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/fstab");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT, NOFAIL, COMMENT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return Stream.concat(
                        missing(system).stream().map(this::finding),
                        stranded(system).stream().map(this::finding))
                .toList();
    }

    private Finding finding(StrandedMount stranded) {
        FstabEntry entry = stranded.entry();
        return new Finding(
                id(),
                Severity.CRITICAL,
                "The boot stops at line " + entry.line() + " (" + entry.mountPoint() + ") of /etc/fstab: "
                        + stranded.why(),
                List.of("the boot does without " + stranded.above().mountPoint()
                        + ", and not without what is to be mounted after it"),
                Optional.of(id()));
    }

    private static List<StrandedMount> stranded(InstalledSystem system) {
        return BootView.of(system).stream()
                .flatMap(it -> new FstabFaults(it).stranded().stream())
                .toList();
    }

    private Finding finding(MissingDevice missing) {
        String consequence = missing.fault().verdict() == Verdict.FAILED ? "The boot stops" : "The boot waits";
        boolean canBeMended = missing.replacement().isPresent() || missing.mayBeLeftOut();
        return new Finding(
                id(),
                missing.severity(),
                consequence + " at " + missing.name() + " of /etc/fstab: "
                        + missing.entry().source() + " " + missing.why(),
                List.of(missing.fault().sentence(), missing.meaning()),
                canBeMended ? Optional.of(id()) : Optional.empty());
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return all(system, Verdict.UNKNOWN).stream()
                .map(it -> FSTAB + " " + it.fault().sentence())
                .toList();
    }

    private List<MissingDevice> missing(InstalledSystem system) {
        return all(system, Verdict.FAILED, Verdict.SUSPECT);
    }

    private List<MissingDevice> all(InstalledSystem system, Verdict... verdicts) {
        return BootView.of(system).stream()
                .flatMap(it -> new MissingDevices(it, lastMounted).all(verdicts).stream())
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<MissingDevice> missing = missing(system);
        List<FstabEntry> leftOut = missing.stream()
                .filter(it -> isLeftOut(it, remedy))
                .map(MissingDevice::entry)
                .toList();
        Optional<Step> step = Step.ReplaceFile.of(
                system.files(),
                FSTAB,
                before -> LeftOut.of(stranded(edited(new FstabLines(before), missing, remedy), system), leftOut, system)
                        .file());
        return new Plan(
                id(),
                Optional.of(remedy),
                step.stream().toList(),
                warnings(missing, remedy),
                afterBoot(system, missing));
    }

    private static FstabLines stranded(FstabLines fstab, InstalledSystem system) {
        FstabLines edited = fstab;
        for (StrandedMount one : stranded(system)) {
            edited = edited.withNofail(one.entry().line());
        }
        return edited;
    }

    private static FstabLines edited(FstabLines fstab, List<MissingDevice> missing, Remedy remedy) {
        FstabLines edited = fstab;
        for (MissingDevice one : missing) {
            edited = edited(edited, one, remedy);
        }
        return edited;
    }

    private static FstabLines edited(FstabLines fstab, MissingDevice missing, Remedy remedy) {
        int line = missing.entry().line();
        if (isCorrected(missing, remedy)) {
            return fstab.withSource(line, missing.replacement().orElseThrow().source());
        }
        if (remedy.equals(COMMENT)) {
            return missing.mayBeComment() ? fstab.commentOut(line) : fstab;
        }
        return isLeftOut(missing, remedy) ? fstab.withOption(line, OPTIONS) : fstab;
    }

    private static boolean isLeftOut(MissingDevice missing, Remedy remedy) {
        return !isCorrected(missing, remedy) && !remedy.equals(COMMENT) && missing.mayBeLeftOut();
    }

    // The root is never left out, and which filesystem it is, is certain.
    private static boolean isCorrected(MissingDevice missing, Remedy remedy) {
        return missing.replacement().isPresent() && (remedy.equals(CORRECT) || missing.isRoot());
    }

    private static List<String> warnings(List<MissingDevice> missing, Remedy remedy) {
        List<String> warnings = new ArrayList<>();
        for (MissingDevice one : missing) {
            if (isCorrected(one, remedy)) {
                one.replacement()
                        .filter(it -> !one.isRoot())
                        .ifPresent(it -> warnings.add(one.name() + " will mean " + it.source() + ", for "
                                + it.device().path()
                                + " " + it.why() + ". In doubt look at it first: rescuekit "
                                + (one.isSwap()
                                        ? "disks"
                                        : "mount " + it.device().path()) + "."));
            } else if (one.lockedIn().isPresent()) {
                warnings.add(one.name() + ": " + one.meaning() + ".");
            } else if (remedy.equals(COMMENT) ? one.mayBeComment() : one.mayBeLeftOut()) {
                warnings.add(
                        one.name() + ": if its disk exists and is only not attached to this rescue system, leave the"
                                + " line as it is.");
            } else {
                warnings.add(
                        one.name() + " stays as it is: only its right name would help, and nothing on these disks is"
                                + " certainly what it means.");
            }
        }
        return warnings;
    }

    private static List<String> afterBoot(InstalledSystem system, List<MissingDevice> missing) {
        boolean resumes = system.files().text(RESUME).stream()
                .flatMap(it -> it.text().lines())
                .anyMatch(line -> missing.stream()
                        .anyMatch(
                                it -> line.strip().equals("RESUME=" + it.entry().source())));
        return resumes
                ? List.of(RESUME + " names a device that is not here, and the boot waits for it: correct it, then run"
                        + " update-initramfs -u.")
                : List.of();
    }
}
