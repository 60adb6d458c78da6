package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.parse.DeviceName;
import io.github.rescuekit.parse.DeviceName.Family;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Judges {@code root=} of a kernel's command line. */
public final class RootArgument {

    // These name what is no device of this machine, or what only the initramfs resolves.
    private static final Set<String> OTHERS = Set.of("/dev/nfs", "/dev/ram0", "/dev/root", "gpt-auto");

    // PARTUUID=.../PARTNROFF=1 is the partition behind the one that it names.
    private static final String OFFSET = "/PARTNROFF=";

    private final BootView view;

    public RootArgument(BootView view) {
        this.view = view;
    }

    /** What is wrong with it; empty when it leads to the root that is looked at. */
    public Optional<Fault> fault(String where, BootEntry entry) {
        Optional<String> argument = entry.argument("root");
        if (argument.isEmpty() && entry.arguments().contains(BootMenus.LOST)) {
            return Optional.of(
                    new Fault(Verdict.FAILED, where, where + " takes root= from kernelopts, and grubenv has lost it"));
        }
        if (argument.isEmpty()) {
            return Optional.of(
                    new Fault(Verdict.UNKNOWN, where, where + " has no root=: what the initramfs takes is its own"));
        }
        String root = argument.get();
        if (OTHERS.contains(root) || root.startsWith("ZFS=") || root.contains("$") || root.contains(OFFSET)) {
            return Optional.of(
                    new Fault(Verdict.UNKNOWN, where, where + ", root=" + root + " cannot be looked up here"));
        }
        FoundDevice found = view.devices().find(root, "auto");
        if (found.device().isPresent()) {
            return another(where, root, found.device().get());
        }
        return isLikelyName(root, found) ? Optional.empty() : Optional.of(missing(where, root, found));
    }

    private Optional<Fault> another(String where, String root, BlockDevice device) {
        return device.equals(view.root())
                ? Optional.empty()
                : Optional.of(new Fault(
                        Verdict.SUSPECT,
                        where,
                        where + ", root=" + root + " starts the system on " + device.path() + ", not the one on "
                                + view.root().path()));
    }

    private Fault missing(String where, String root, FoundDevice found) {
        String line = where + ", root=" + root + ": ";
        return view.whyUncertain(found)
                .map(why -> new Fault(Verdict.UNKNOWN, where, line + why))
                .orElseGet(() -> new Fault(
                        Verdict.FAILED, where, line + found.how() + "; the boot stops before the root is mounted"));
    }

    // The kernel of another boot gave the name. That its number is the root's own is all that can be compared.
    private boolean isLikelyName(String root, FoundDevice found) {
        DeviceName name = DeviceName.parse(root);
        return found.unclear()
                && name.family() != Family.LOOP
                && name.family() != Family.OTHER
                && name.partition().isPresent()
                && name.partition().equals(partition(view.root()));
    }

    private static OptionalInt partition(BlockDevice device) {
        return device.partition()
                .map(PartitionEntry::number)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }
}
