package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.CrypttabLines;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.UnlockedRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The line of crypttab for the volume that holds the root has another name than the boot uses, or names no device. */
public final class CrypttabName implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Correct the one line, then have the initramfs made anew, which holds a copy of it.",
            "Making the initramfs takes a minute or two, and room in /boot for the new one beside the old one.");

    private static final String FILE = LayerNameFiles.CRYPTTAB;
    private static final String LUKS = "crypto_LUKS";
    // What is no LUKS, or made anew at each boot, is not what the root lies in.
    private static final List<String> OTHERS = List.of("swap", "tmp", "plain", "tcrypt", "bitlk", "noauto", "nofail");

    /**
     * A line that unlocks the root under a wrong name, or from a wrong device.
     *
     * @param name the right one, where the one in the line is wrong
     * @param found why its device is wrong, where it is
     */
    private record Wrong(CrypttabEntry line, UnlockedRoot root, Optional<String> name, Optional<FoundDevice> found) {

        String rightName() {
            return name.orElse(line.name());
        }

        Optional<String> source() {
            return found.flatMap(it -> root.encrypted().uuid()).map(it -> "UUID=" + it);
        }

        boolean canBeMended() {
            return found.isEmpty() || source().isPresent();
        }
    }

    @Override
    public String id() {
        return "crypttab-name";
    }

    @Override
    public String cures() {
        return "The line of /etc/crypttab for the encrypted root has another name than the boot uses, or names no device.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/crypttab", "/boot/*", "/var/lib/initramfs-tools*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return BootView.of(system).flatMap(CrypttabName::wrong).map(this::finding).stream()
                .toList();
    }

    /** The line that is meant for the root. */
    static Optional<CrypttabEntry> wrongLine(BootView view) {
        return wrong(view).map(Wrong::line);
    }

    private static Optional<Wrong> wrong(BootView view) {
        return UnlockedRoot.of(view).flatMap(root -> wrong(root, view));
    }

    private static Optional<Wrong> wrong(UnlockedRoot root, BootView view) {
        List<CrypttabEntry> lines = LayerNameFiles.names(view.files()).unlocked();
        List<CrypttabEntry> own = lines.stream()
                .filter(it -> view.devices()
                        .find(it.source(), LUKS)
                        .device()
                        .filter(root.encrypted()::equals)
                        .isPresent())
                .toList();
        return switch (own.size()) {
            case 0 -> wrongDevice(root, lines, view);
            case 1 -> wrongName(root, own.get(0), lines);
            default -> Optional.empty();
        };
    }

    private static Optional<Wrong> wrongName(UnlockedRoot root, CrypttabEntry own, List<CrypttabEntry> lines) {
        return root.name()
                .filter(CrypttabEntry::isUsualName)
                .filter(name -> lines.stream().noneMatch(it -> it.name().equals(name)))
                .map(name -> new Wrong(own, root, Optional.of(name), Optional.empty()));
    }

    private static Optional<Wrong> wrongDevice(UnlockedRoot root, List<CrypttabEntry> lines, BootView view) {
        List<Wrong> candidates = lines.stream()
                .filter(it -> OTHERS.stream().noneMatch(it::has))
                .filter(it -> it.source().startsWith("/dev/") || it.source().contains("="))
                .map(it -> new Wrong(
                        it, root, Optional.empty(), Optional.of(view.devices().find(it.source(), LUKS))))
                .toList();
        if (root.name().isPresent()) {
            // Nothing but the root has its name, whatever its device is called.
            return candidates.stream()
                    .filter(it -> root.name().get().equals(it.line().name()))
                    .findFirst();
        }
        List<Wrong> nowhere = candidates.stream()
                .filter(it -> it.found().orElseThrow().device().isEmpty())
                .toList();
        return nowhere.stream()
                .filter(it -> nowhere.size() == 1 && root.names().isEmpty())
                .filter(it -> view.whyUncertain(it.found().orElseThrow()).isEmpty())
                .findFirst();
    }

    private Finding finding(Wrong wrong) {
        String line = "line " + wrong.line().line() + " of " + FILE;
        List<String> evidence = new ArrayList<>();
        evidence.add(line + ": " + wrong.line().name() + " is unlocked from "
                + wrong.line().source()
                + wrong.found().map(CrypttabName::meaning).orElse(""));
        evidence.add("the root lies in " + wrong.root().encrypted().path()
                + wrong.root()
                        .encrypted()
                        .uuid()
                        .map(it -> ", which is UUID=" + it)
                        .orElse(""));
        wrong.root().uses().stream().map(UnlockedRoot.Use::toString).forEach(evidence::add);
        return new Finding(
                id(),
                Severity.CRITICAL,
                wrong.name()
                        .map(it -> "The boot looks for /dev/mapper/" + it + ", and " + line + " unlocks it as "
                                + wrong.line().name())
                        .orElse("The boot does not unlock the root: " + line + " names "
                                + wrong.line().source()),
                evidence,
                wrong.canBeMended() ? Optional.of(id()) : Optional.empty());
    }

    private static String meaning(FoundDevice found) {
        return found.device().map(it -> ", which is " + it.path()).orElseGet(() -> ": " + found.how());
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return BootView.of(system)
                .flatMap(view -> view.whyHidden(FILE)
                        .map(it -> FILE + " may not be seen: " + it)
                        .or(() -> UnlockedRoot.of(view)
                                .filter(it -> it.names().size() > 1)
                                .map(CrypttabName::disagreement)))
                .stream()
                .toList();
    }

    private static String disagreement(UnlockedRoot root) {
        return "what " + root.encrypted().path() + " is to be unlocked as cannot be told: "
                + String.join(
                        ", ",
                        root.uses().stream().map(UnlockedRoot.Use::toString).toList());
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return BootView.of(system)
                .flatMap(view -> wrong(view).filter(Wrong::canBeMended).map(it -> plan(it, view, remedy)))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan plan(Wrong wrong, BootView view, Remedy remedy) {
        FileText before = view.files().text(FILE).orElseThrow();
        Step correct = new Step.ReplaceFile(FILE, before, corrected(before, wrong));
        // Debian's cryptroot hook takes the line with the name that the volume has while the initramfs is made.
        Optional<Step> make = Optional.of(wrong.rightName())
                .filter(wrong.root().nameHere()::equals)
                .flatMap(it -> NewInitramfs.step(view));
        return new Plan(
                id(),
                Optional.of(remedy),
                Stream.concat(Stream.of(correct), make.stream()).toList(),
                make.isPresent() ? List.of(NewInitramfs.WARNING) : List.of(notMade(wrong)),
                make.isPresent() ? List.of(NewInitramfs.OTHER_KERNELS) : List.of());
    }

    private static String notMade(Wrong wrong) {
        String right = wrong.rightName();
        String name = wrong.root().nameHere();
        return right.equals(name)
                ? NewInitramfs.byHand(FILE)
                : NewInitramfs.byHand(FILE) + " Before that unlock it under its right name, for it is open as " + name
                        + ": rescuekit close, then rescuekit open --write.";
    }

    private static FileText corrected(FileText before, Wrong wrong) {
        int line = wrong.line().line();
        CrypttabLines named = wrong.name()
                .map(it -> new CrypttabLines(before).withName(line, it))
                .orElseGet(() -> new CrypttabLines(before));
        return wrong.source()
                .map(it -> named.withSource(line, it))
                .orElse(named)
                .file();
    }
}
