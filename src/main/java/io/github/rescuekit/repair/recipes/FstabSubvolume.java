package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FstabLines;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.RootSubvolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of fstab names a subvolume that its btrfs has not, or one by a name and a number that are of two: mount(8) fails,
 * and the boot stops there. That is what a snapshot leaves that was put in the place of a subvolume: the name is the old one,
 * the number new.
 */
public final class FstabSubvolume implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Name the subvolume that is certainly meant; where none is, let the boot go on without the line (nofail).",
            "What a line with nofail mounts is not there: programs find an empty directory.");
    private static final Remedy NOFAIL = new Remedy(
            "nofail",
            "Let the boot go on without the line.",
            "What the line mounts is not there until it is corrected: programs find an empty directory.");

    private static final String FSTAB = "/etc/fstab";
    private static final String BTRFS = "btrfs";
    private static final String BY_NAME = "subvol=";
    private static final String BY_NUMBER = "subvolid=";

    private final Function<SystemFiles, Optional<RootSubvolume>> look;

    /** @param look the subvolumes of the btrfs that a system is on */
    public FstabSubvolume(Function<SystemFiles, Optional<RootSubvolume>> look) {
        this.look = look;
    }

    /**
     * A line that cannot be mounted.
     *
     * @param why one sentence
     * @param corrected each option that changes, with what it becomes; without an entry it is not known what is meant
     */
    private record Wrong(FstabEntry entry, String why, Map<String, Optional<String>> corrected) {

        boolean canBeMended() {
            return !corrected.isEmpty() || MissingDevice.mayBeLeftOut(entry);
        }

        String name() {
            return "line " + entry.line() + " (" + entry.mountPoint() + ")";
        }

        String options(String before) {
            return Stream.of(before.split(",", -1))
                    .flatMap(it -> corrected.getOrDefault(it, Optional.of(it)).stream())
                    .collect(Collectors.joining(","));
        }
    }

    @Override
    public String id() {
        return "fstab-subvolume";
    }

    @Override
    public String cures() {
        return "The boot stops at a line of /etc/fstab whose subvolume its btrfs does not have.";
    }

    @Override
    public List<String> touches() {
        return List.of(FSTAB);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT, NOFAIL);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        try {
            return wrong(system).stream().map(this::finding).toList();
        } catch (RescueException e) {
            // It is among what cannot be told.
            e.unlessInterrupted();
            return List.of();
        }
    }

    private Finding finding(Wrong wrong) {
        return new Finding(
                id(),
                Severity.CRITICAL,
                "The boot stops at " + wrong.name() + " of /etc/fstab: its subvolume is not there",
                List.of(
                        "line " + wrong.entry().line() + ": " + wrong.why(),
                        wrong.corrected().isEmpty()
                                ? "no other subvolume is certainly what it means"
                                : "its options become "
                                        + wrong.options(
                                                String.join(",", wrong.entry().options()))),
                Optional.of(id()).filter(it -> wrong.canBeMended()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        Optional<BootView> view = view(system).filter(it -> !named(it).isEmpty());
        try {
            return view.isEmpty() || look.apply(system.files()).isPresent()
                    ? List.of()
                    : List.of("which subvolumes there are is not known for files that are not mounted");
        } catch (RescueException e) {
            return List.of("which subvolumes there are cannot be told: "
                    + e.unlessInterrupted().happened());
        }
    }

    private static Optional<BootView> view(InstalledSystem system) {
        return BootView.of(system).filter(it -> it.root().holds(BTRFS));
    }

    // The root's own is named to the kernel, which does not ask fstab.
    private static List<FstabEntry> named(BootView view) {
        return view.system().fstab().entries().stream()
                .filter(it ->
                        BootNeed.of(it) == BootNeed.REQUIRED && !it.mountPoint().equals("/"))
                .filter(it ->
                        option(it, BY_NAME).or(() -> option(it, BY_NUMBER)).isPresent())
                .filter(it -> view.devices()
                        .find(it)
                        .device()
                        .filter(device -> device.holds(BTRFS)
                                && device.uuid().equals(view.root().uuid()))
                        .isPresent())
                .toList();
    }

    private static Optional<String> option(FstabEntry entry, String beginning) {
        return entry.options().stream().filter(it -> it.startsWith(beginning)).reduce((first, last) -> last);
    }

    private List<Wrong> wrong(InstalledSystem system) {
        List<FstabEntry> named = view(system).map(FstabSubvolume::named).orElse(List.of());
        return named.isEmpty()
                ? List.of()
                : look.apply(system.files()).stream()
                        .flatMap(subvolumes -> named.stream().flatMap(it -> wrong(it, subvolumes, named).stream()))
                        .toList();
    }

    private static Optional<Wrong> wrong(FstabEntry entry, RootSubvolume subvolumes, List<FstabEntry> named) {
        Optional<String> name = option(entry, BY_NAME);
        Optional<String> number = option(entry, BY_NUMBER);
        Optional<Subvolume> byName = name.flatMap(it -> named(it, subvolumes));
        Optional<Subvolume> byNumber = number.flatMap(it -> named(it, subvolumes));
        if (name.isPresent() && byName.isEmpty()) {
            Optional<Subvolume> meant = byNumber.or(() -> alike(name.get(), subvolumes, named));
            return Optional.of(new Wrong(
                    entry,
                    "there is no subvolume " + word(name.get())
                            + byNumber.map(it -> "; the number is that of " + it)
                                    .orElse(""),
                    meant.map(it -> corrected(name.get(), it, number.filter(no -> byNumber.isEmpty())))
                            .orElse(Map.of())));
        }
        if (number.isEmpty() || (byNumber.isPresent() && (name.isEmpty() || byNumber.equals(byName)))) {
            return Optional.empty();
        }
        return Optional.of(new Wrong(
                entry,
                byName.map(it -> "it names " + it + " and, by " + number.get() + ", "
                                + byNumber.map(Subvolume::toString).orElse("none that is there"))
                        .orElse("there is no subvolume with the number " + word(number.get())),
                byName.map(it -> Map.of(number.get(), Optional.<String>empty())).orElse(Map.of())));
    }

    private static Optional<Subvolume> named(String option, RootSubvolume subvolumes) {
        return subvolumes.all().stream().filter(it -> it.isNamedBy(option)).findFirst();
    }

    private static Map<String, Optional<String>> corrected(String name, Subvolume meant, Optional<String> lostNumber) {
        String slash = word(name).startsWith("/") || meant.equals(Subvolume.TOP) ? "/" : "";
        return Stream.concat(
                        Stream.of(Map.entry(name, Optional.of(BY_NAME + slash + meant.path()))),
                        lostNumber.stream().map(it -> Map.entry(it, Optional.<String>empty())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    // Certain is only one that no other line means, and whose name differs by nothing but its place and its @.
    private static Optional<Subvolume> alike(String name, RootSubvolume subvolumes, List<FstabEntry> named) {
        List<Subvolume> alike = subvolumes.all().stream()
                .filter(it -> !it.equals(subvolumes.root()) && bare(it.path()).equals(bare(word(name))))
                .filter(it -> named.stream()
                        .flatMap(entry -> entry.options().stream())
                        .filter(option -> option.startsWith(BY_NAME) || option.startsWith(BY_NUMBER))
                        .noneMatch(it::isNamedBy))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    private static String bare(String path) {
        String last = path.replaceAll("/+$", "");
        return last.substring(last.lastIndexOf('/') + 1).replace("@", "").toLowerCase(Locale.ROOT);
    }

    private static String word(String option) {
        return option.substring(option.indexOf('=') + 1);
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Wrong> wrong = wrong(system);
        Optional<Step> step = Step.ReplaceFile.of(
                system.files(),
                FSTAB,
                before -> LeftOut.of(edited(new FstabLines(before), wrong, remedy), leftOut(wrong, remedy), system)
                        .file());
        return new Plan(id(), Optional.of(remedy), step.stream().toList(), warnings(wrong, remedy), List.of());
    }

    private static FstabLines edited(FstabLines fstab, List<Wrong> wrong, Remedy remedy) {
        FstabLines edited = fstab;
        for (Wrong one : wrong) {
            if (isCorrected(one, remedy)) {
                edited = edited.withOptions(one.entry().line(), one::options);
            }
        }
        return edited;
    }

    private static List<FstabEntry> leftOut(List<Wrong> wrong, Remedy remedy) {
        return wrong.stream()
                .filter(it -> !isCorrected(it, remedy))
                .map(Wrong::entry)
                .filter(MissingDevice::mayBeLeftOut)
                .toList();
    }

    private static boolean isCorrected(Wrong wrong, Remedy remedy) {
        return remedy.equals(CORRECT) && !wrong.corrected().isEmpty();
    }

    private static List<String> warnings(List<Wrong> wrong, Remedy remedy) {
        List<String> warnings = new ArrayList<>();
        wrong.stream()
                .filter(it -> !isCorrected(it, remedy))
                .forEach(it -> warnings.add(it.name()
                        + (MissingDevice.mayBeLeftOut(it.entry())
                                ? ": the server starts without it; then correct the line and take nofail out."
                                : " stays as it is: without it nothing starts.")
                        + " 'btrfs subvolume list' helps to tell which subvolume is meant."));
        return warnings;
    }
}
