package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.RootArgument;
import java.util.List;
import java.util.Optional;

/**
 * A kernel of this system that starts by itself and is sent to another root filesystem.
 *
 * @param root the filesystem that it should be sent to
 */
record WrongRoot(BootChoice choice, Kernel kernel, Fault fault, BlockDevice root) {

    /** The fault of the entry that starts by itself, where it starts a kernel of this system. */
    static Optional<WrongRoot> of(BootView view, Verdict... verdicts) {
        return new BootMenus(view.files())
                .find()
                .flatMap(choice -> EntryKernel.of(choice.chosen(), choice.file(), view)
                        .map(EntryKernel::kernel)
                        // Without its modules here it is the kernel of another system that shares /boot.
                        .filter(Kernel::hasModules)
                        .flatMap(kernel -> new RootArgument(view)
                                .fault(choice.where(), choice.chosen())
                                .filter(fault -> List.of(verdicts).contains(fault.verdict()))
                                .map(fault -> new WrongRoot(choice, kernel, fault, view.root()))));
    }

    /** The word that is wrong, such as {@code root=/dev/loop0p3}; {@code $kernelopts} where the root was lost with it. */
    String word() {
        return entry().argument("root").map(it -> "root=" + it).orElse(BootMenus.LOST);
    }

    boolean isLost() {
        return word().equals(BootMenus.LOST);
    }

    /** What is right in its place; empty for a filesystem that nothing identifies. */
    Optional<String> right() {
        // Without an initramfs the kernel itself looks for the root, and it knows no UUID of a filesystem.
        return entry().initramfs().isEmpty()
                ? root.partition().flatMap(PartitionEntry::uuid).map(it -> "root=PARTUUID=" + it)
                : root.uuid().map(it -> "root=UUID=" + it);
    }

    private BootEntry entry() {
        return choice.chosen();
    }
}
