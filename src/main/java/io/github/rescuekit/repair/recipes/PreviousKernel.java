package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Releases;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootFiles;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.KernelParts;
import io.github.rescuekit.repair.boot.RootArgument;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kernel that starts by itself and does not get far, and another in the menu that is whole.
 *
 * @param bad what the entry starts, for people
 * @param evidence what speaks against it
 * @param entry of the other kernel
 * @param release of the other kernel
 */
record PreviousKernel(BootChoice choice, String bad, List<String> evidence, BootEntry entry, String release) {

    // "(recovery mode)" of Debian and Ubuntu; EL has an entry of its own for rescue.
    private static final Set<String> RECOVERY = Set.of("single", "recovery", "rescue", "emergency", "s", "S", "1");
    private static final String RESCUE_RELEASE = "0-rescue";

    PreviousKernel {
        evidence = List.copyOf(evidence);
    }

    static Optional<PreviousKernel> of(BootView view, InitramfsLook look) {
        return new BootMenus(view.files()).find().flatMap(choice -> of(choice, view, look));
    }

    private static Optional<PreviousKernel> of(BootChoice choice, BootView view, InitramfsLook look) {
        Optional<EntryKernel> started = EntryKernel.of(choice.chosen(), choice.file(), view);
        String bad = started.map(it -> it.kernel().release())
                .or(() -> choice.chosen().kernel().map(it -> it.substring(it.lastIndexOf('/') + 1)))
                .orElse("");
        List<String> evidence = started.map(it -> against(it, view, look)).orElseGet(() -> missing(choice, view));
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> panicked = LastPanic.of(view.files()).map(LastPanic::release);
        Comparator<Other> newestFirst =
                Comparator.comparing(Other::release, Releases.OLDEST_FIRST).reversed();
        return choice.entries().stream()
                .flatMap(it -> other(it, choice, view, look).stream())
                .filter(it -> !it.release().equals(bad) && !panicked.equals(Optional.of(it.release())))
                .min(newestFirst)
                .map(it -> new PreviousKernel(choice, bad, evidence, it.entry(), it.release()));
    }

    private record Other(BootEntry entry, String release) {}

    private static List<String> against(EntryKernel started, BootView view, InitramfsLook look) {
        List<String> against = new ArrayList<>(LastPanic.of(view.files())
                .filter(it -> it.release().equals(started.kernel().release()))
                .map(LastPanic::evidence)
                .stream()
                .toList());
        KernelParts parts = started.parts(view);
        parts.faults().stream()
                .filter(it -> it.verdict() == Verdict.FAILED)
                .map(Fault::sentence)
                .forEach(against::add);
        against.addAll(against.isEmpty() ? started.inside(view, look).missing() : List.of());
        return against;
    }

    // A path that only GRUB can look up tells nothing.
    private static List<String> missing(BootChoice choice, BootView view) {
        BootFiles files = new BootFiles(view, choice.file());
        return choice
                .chosen()
                .kernel()
                .filter(path -> files.find(choice.chosen(), path).isEmpty())
                .filter(path -> files.whyHidden(choice.chosen(), path).isEmpty())
                .map(path -> choice.where() + ", " + path + ": there is no such file")
                .stream()
                .toList();
    }

    private static Optional<Other> other(BootEntry entry, BootChoice choice, BootView view, InitramfsLook look) {
        boolean isUsual = entry.arguments().stream().noneMatch(RECOVERY::contains);
        return EntryKernel.of(entry, choice.file(), view)
                .filter(it -> isUsual && !it.kernel().release().startsWith(RESCUE_RELEASE))
                .filter(it -> Fault.worst(it.parts(view).faults()) == Verdict.HEALTHY)
                .filter(it -> it.inside(view, look).missing().isEmpty())
                .filter(it ->
                        new RootArgument(view).fault(choice.where(), entry).isEmpty())
                .map(it -> new Other(entry, it.kernel().release()));
    }
}
