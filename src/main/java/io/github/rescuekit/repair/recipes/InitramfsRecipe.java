package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.KernelParts;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kernel that starts by itself has its modules, and its initramfs is missing, cut off, or lacks a driver of the root. */
public final class InitramfsRecipe implements Recipe {

    private static final Remedy REBUILD = new Remedy(
            "rebuild",
            "Have the system's own tools make the initramfs of that kernel anew.",
            "It takes a minute or two, and room in /boot for the new image beside the old one.");

    // What an unmounted part hides looks like what is missing.
    private static final List<String> NEEDED = List.of("/boot", "/usr/lib/modules");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final InitramfsLook look;

    /** @param look into the initramfs */
    public InitramfsRecipe(InitramfsLook look) {
        this.look = look;
    }

    @Override
    public String id() {
        return "initramfs";
    }

    @Override
    public String cures() {
        return "The initramfs of the kernel that starts by itself is missing, empty, cut off, or lacks what finds the root.";
    }

    @Override
    public List<String> touches() {
        return List.of("/boot/initr*", "/boot/initramfs-*", "/var/lib/initramfs-tools*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(REBUILD);
    }

    /** A kernel whose initramfs is of no use. */
    private record Broken(Kernel kernel, List<String> loaded, List<String> evidence, Optional<BootChoice> choice) {}

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return broken(system).map(it -> finding(system, it)).stream().toList();
    }

    private Optional<Broken> broken(InstalledSystem system) {
        return hidden(system).isPresent()
                ? Optional.empty()
                : BootView.of(system).flatMap(view -> broken(system, view));
    }

    private static Optional<String> hidden(InstalledSystem system) {
        return NEEDED.stream().flatMap(it -> system.whyHidden(it).stream()).findFirst();
    }

    private Optional<Broken> broken(InstalledSystem system, BootView view) {
        Optional<BootChoice> choice = new BootMenus(system.files()).find();
        return started(choice, view).flatMap(it -> broken(it, choice, view));
    }

    // Where no menu tells, what lies beside the newest kernel is loaded with it.
    private static Optional<EntryKernel> started(Optional<BootChoice> choice, BootView view) {
        return choice.flatMap(it -> EntryKernel.of(it.chosen(), it.file(), view))
                .or(() -> view.system().kernels().stream()
                        .findFirst()
                        .map(it -> new EntryKernel(it, it.initramfs().stream().toList())));
    }

    private Optional<Broken> broken(EntryKernel started, Optional<BootChoice> choice, BootView view) {
        KernelParts parts = new KernelParts(started.kernel(), view);
        parts.initramfs(started.initramfs());
        List<String> outside = parts.faults().stream()
                .filter(it -> it.verdict() == Verdict.FAILED)
                .map(Fault::sentence)
                .toList();
        List<String> evidence = outside.isEmpty() ? started.inside(view, look).missing() : outside;
        return evidence.isEmpty()
                ? Optional.empty()
                : Optional.of(new Broken(started.kernel(), started.initramfs(), evidence, choice));
    }

    private Finding finding(InstalledSystem system, Broken broken) {
        List<String> evidence = new ArrayList<>(broken.evidence());
        broken.choice().ifPresent(it -> evidence.add(it.file() + ": " + it.how() + ", which is '" + it.name() + "'"));
        Optional<String> missing = missing(system, broken);
        missing.ifPresent(evidence::add);
        return new Finding(
                id(),
                Severity.CRITICAL,
                "The kernel " + broken.kernel().release() + " has no initramfs to find its root with",
                evidence,
                missing.isPresent() ? Optional.empty() : Optional.of(id()));
    }

    private static Optional<String> missing(InstalledSystem system, Broken broken) {
        if (!broken.kernel().hasModules()) {
            return Optional.of("/lib/modules has nothing of this kernel, so that none can be made: install its package"
                    + " again, or start another kernel");
        }
        return InitramfsTool.of(system.files()).isPresent()
                ? Optional.empty()
                : Optional.of("the system has neither update-initramfs nor dracut nor mkinitcpio to make one with");
    }

    @Override
    public Examination quick() {
        return new InitramfsRecipe(InitramfsLook.CLOSED);
    }

    @Override
    public Optional<String> leftOut() {
        return look == InitramfsLook.CLOSED ? Optional.of("what lies in the initramfs") : Optional.empty();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.rootDevice().isEmpty()
                ? List.of()
                : hidden(system)
                        .map(it -> List.of("the initramfs may not be seen: " + it))
                        .orElseGet(() -> closed(system));
    }

    private List<String> closed(InstalledSystem system) {
        return BootView.of(system)
                .flatMap(view ->
                        started(new BootMenus(system.files()).find(), view).map(it -> it.inside(view, look)))
                .filter(InitramfsLook.Inside::isClosed)
                .map(InitramfsLook.Inside::unknown)
                .orElse(List.of());
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        Optional<Broken> broken =
                broken(system).filter(it -> missing(system, it).isEmpty());
        return new Plan(
                id(),
                Optional.of(remedy),
                broken.map(it -> steps(system, it)).orElse(List.of()),
                broken.isPresent()
                        ? List.of(
                                "Programs of the server run as root, in a chroot where they can write to no other file.")
                        : List.of(),
                List.of());
    }

    private static List<Step> steps(InstalledSystem system, Broken broken) {
        Step make = InitramfsTool.of(system.files())
                .orElseThrow()
                .step(broken.kernel(), broken.loaded().stream().findFirst(), system.files());
        return Stream.concat(Stream.of(make), menu(system, broken).stream()).toList();
    }

    // A menu that was made while it was missing does not load it.
    private static Optional<Step> menu(InstalledSystem system, Broken broken) {
        return GrubTools.of(system.files())
                .filter(it -> broken.loaded().isEmpty() && broken.choice().isPresent())
                .map(it -> new Step.RunProgram(
                        it.configure(), List.of("-o", it.menu()), List.of(it.menu() + "*"), List.of(), LIMIT));
    }
}
