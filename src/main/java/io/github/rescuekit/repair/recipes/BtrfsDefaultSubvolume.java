package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import io.github.rescuekit.repair.boot.RootSubvolume;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kernel mounts another subvolume of the root's btrfs than the one that holds the system, and finds no init there. */
public final class BtrfsDefaultSubvolume implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Make the subvolume that holds the system the default; where the kernel's arguments name one that is not"
                    + " there, name that one.",
            "Whoever mounts this filesystem without naming a subvolume sees the system, and no longer what was the"
                    + " default.");

    private static final String BTRFS = "btrfs";
    private static final String FLAGS = "rootflags";

    private final Function<SystemFiles, Optional<RootSubvolume>> look;

    /** @param look the subvolumes of the btrfs that a system is on */
    public BtrfsDefaultSubvolume(Function<SystemFiles, Optional<RootSubvolume>> look) {
        this.look = look;
    }

    /**
     * A boot that mounts the wrong one.
     *
     * @param flag {@code subvol=} or {@code subvolid=} of the kernel that names one that is not there; empty where the
     *     default is taken
     */
    private record Wrong(BootChoice choice, RootSubvolume subvolumes, Optional<String> flag) {

        Subvolume right() {
            return subvolumes.root();
        }

        /** The argument of the kernel, such as {@code rootflags=compress=zstd,subvol=@old}. */
        String argument() {
            return FLAGS + "=" + choice.chosen().argument(FLAGS).orElse("");
        }

        String rightArgument() {
            String named = right().equals(Subvolume.TOP) ? "subvolid=" + right().id() : "subvol=" + right().path();
            return FLAGS + "="
                    + String.join(
                            ",",
                            Stream.of(argument().substring(FLAGS.length() + 1).split(",", -1))
                                    .map(it -> it.equals(flag.orElse("")) ? named : it)
                                    .toList());
        }
    }

    @Override
    public String id() {
        return "btrfs-default-subvolume";
    }

    @Override
    public String cures() {
        return "The kernel mounts another subvolume of btrfs than the one that holds the system.";
    }

    @Override
    public List<String> touches() {
        return Stream.concat(BootArgumentFiles.TOUCHED.stream(), Stream.of("the default subvolume of its btrfs"))
                .toList();
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        try {
            return wrong(system).map(this::finding).stream().toList();
        } catch (RescueException e) {
            // It is among what cannot be told.
            e.unlessInterrupted();
            return List.of();
        }
    }

    private Optional<Wrong> wrong(InstalledSystem system) {
        return view(system)
                .filter(it -> it.whyHidden("/boot").isEmpty())
                .flatMap(view -> choice(view)
                        .flatMap(
                                choice -> look.apply(system.files()).flatMap(subvolumes -> wrong(choice, subvolumes))));
    }

    private static Optional<BootView> view(InstalledSystem system) {
        return BootView.of(system).filter(it -> it.root().holds(BTRFS));
    }

    private static Optional<BootChoice> choice(BootView view) {
        return new BootMenus(view.files()).find().filter(it -> EntryKernel.isOfThisSystem(it, view));
    }

    private static Optional<Wrong> wrong(BootChoice choice, RootSubvolume subvolumes) {
        Optional<String> flag = choice.chosen()
                .argument(FLAGS)
                .flatMap(flags -> Stream.of(flags.split(",", -1))
                        .filter(it -> it.startsWith("subvol=") || it.startsWith("subvolid="))
                        .reduce((first, last) -> last));
        boolean isWrong = flag.isPresent()
                ? subvolumes.all().stream().noneMatch(it -> it.isNamedBy(flag.get()))
                : !subvolumes.byDefault().equals(subvolumes.root());
        return isWrong ? Optional.of(new Wrong(choice, subvolumes, flag)) : Optional.empty();
    }

    private Finding finding(Wrong wrong) {
        String entry = wrong.choice().where();
        return new Finding(
                id(),
                Severity.CRITICAL,
                wrong.flag()
                        .map(it -> "The kernel is to mount " + it + " as its root, which is not there")
                        .orElse(
                                "The kernel mounts the default subvolume as its root, and the system is in another one"),
                List.of(
                        wrong.flag()
                                .map(it -> entry + ": " + wrong.argument())
                                .orElse(entry + " has no rootflags=subvol=, and the default is "
                                        + wrong.subvolumes().byDefault()),
                        "the system is in " + wrong.right()),
                Optional.of(id()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return view(system).flatMap(this::unknown).stream().toList();
    }

    private Optional<String> unknown(BootView view) {
        Optional<String> hidden = view.whyHidden("/boot").map(it -> "the boot menu may not be seen: " + it);
        try {
            return hidden.isPresent() || look.apply(view.files()).isPresent()
                    ? hidden
                    : Optional.of("which subvolume is the default is not known for files that are not mounted");
        } catch (RescueException e) {
            return Optional.of("which subvolume the boot mounts cannot be told: "
                    + e.unlessInterrupted().happened());
        }
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return new Plan(
                id(),
                Optional.of(remedy),
                wrong(system).map(it -> steps(system.files(), it)).orElse(List.of()),
                List.of(),
                List.of());
    }

    private static List<Step> steps(SystemFiles files, Wrong wrong) {
        return wrong.flag().isPresent()
                ? new BootArgumentFiles(files, List.of(wrong.argument()), wrong.rightArgument()).corrected()
                : List.of(new Step.SetDefaultSubvolume(
                        "/",
                        wrong.subvolumes().byDefault().id(),
                        wrong.right().id(),
                        wrong.right().path()));
    }
}
