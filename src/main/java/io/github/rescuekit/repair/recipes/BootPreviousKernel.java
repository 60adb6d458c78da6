package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kernel that starts by itself is not whole, or panicked, while another one in the menu is whole. */
public final class BootPreviousKernel implements Recipe {

    private static final Remedy DEFAULT = new Remedy(
            "default",
            "Start the other kernel from now on.",
            "A newer kernel is not started by itself either, until the default is set back.");
    private static final Remedy ONCE = new Remedy(
            "once",
            "Start the other kernel at the next boot alone.",
            "The boot after that starts the bad kernel again, unless it was mended meanwhile.");

    // What a full or unmounted /boot, or half an installation, hides looks like what is missing.
    private static final List<String> NEEDED = List.of("/boot", "/usr/lib/modules");

    private final InitramfsLook look;

    /** @param look into the initramfs of a kernel */
    public BootPreviousKernel(InitramfsLook look) {
        this.look = look;
    }

    @Override
    public String id() {
        return "boot-previous-kernel";
    }

    @Override
    public String cures() {
        return "The kernel that starts by itself is not complete or panics, and another one is complete.";
    }

    @Override
    public List<String> touches() {
        return List.of("/boot/*", "/etc/default/grub");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(DEFAULT, ONCE);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return previous(system).map(it -> finding(system, it)).stream().toList();
    }

    private Optional<PreviousKernel> previous(InstalledSystem system) {
        return hidden(system).isPresent()
                ? Optional.empty()
                : BootView.of(system).flatMap(view -> PreviousKernel.of(view, look));
    }

    private static Optional<String> hidden(InstalledSystem system) {
        return NEEDED.stream().flatMap(it -> system.whyHidden(it).stream()).findFirst();
    }

    private Finding finding(InstalledSystem system, PreviousKernel previous) {
        boolean canBeSet = new DefaultEntry(system.files(), previous.choice()).canBeSet();
        List<String> evidence = new ArrayList<>(previous.evidence());
        evidence.add(previous.choice().file() + ": " + previous.choice().how() + ", which is '"
                + previous.choice().name() + "'");
        evidence.add("'" + previous.entry().title() + "' starts " + previous.release()
                + ", which has its initramfs and its modules");
        return new Finding(
                id(),
                Severity.CRITICAL,
                "The kernel " + previous.bad() + " does not start, and " + previous.release() + " is complete",
                evidence,
                canBeSet ? Optional.of(id()) : Optional.empty());
    }

    @Override
    public Examination quick() {
        return new BootPreviousKernel(InitramfsLook.CLOSED);
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.rootDevice().isEmpty()
                ? List.of()
                : hidden(system).map(it -> "kernels may not be seen: " + it).stream()
                        .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return previous(system)
                .map(it -> plan(system, it, remedy))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan plan(InstalledSystem system, PreviousKernel previous, Remedy remedy) {
        DefaultEntry grub = new DefaultEntry(system.files(), previous.choice());
        boolean once = remedy.equals(ONCE);
        boolean fits = once ? grub.canBeOnce() : grub.canBeSet();
        List<Step> steps = !fits ? List.of() : once ? grub.setOnce(previous.entry()) : grub.set(previous.entry());
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                fits
                        ? warnings(system, once)
                        : List.of(previous.choice().file() + " decides by itself which entry is started: choose '"
                                + previous.entry().title() + "' in the menu at the console."),
                afterBoot(previous, once));
    }

    private static List<String> warnings(InstalledSystem system, boolean once) {
        return once && !canClear(system)
                ? List.of("GRUB cannot write to this filesystem: the other kernel stays chosen until"
                        + " 'grub-editenv - unset next_entry' is run on the server (grub2-editenv on EL and SUSE).")
                : List.of();
    }

    // GRUB writes blocks in place, which it cannot do on btrfs, LVM and RAID.
    private static boolean canClear(InstalledSystem system) {
        return system.rootDevice()
                .filter(it -> it.kind() == DeviceKind.PARTITION
                        || it.kind() == DeviceKind.DISK
                        || it.kind() == DeviceKind.LOOP)
                .filter(it -> !it.holds("btrfs"))
                .isPresent();
    }

    private static List<String> afterBoot(PreviousKernel previous, boolean once) {
        return Stream.of(
                        Optional.of("Look: 'uname -r' says " + previous.release() + ". Then mend " + previous.bad()
                                + ": its initramfs (update-initramfs -u -k, or dracut -f), or install it again."),
                        Optional.of("When it is mended, set the default back: GRUB_DEFAULT=0 in /etc/default/grub and"
                                        + " update-grub; grubby --set-default on EL.")
                                .filter(it -> !once))
                .flatMap(Optional::stream)
                .toList();
    }
}
