package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import java.util.Optional;

/** An initramfs holds copies of files; those of the kernel that starts by itself are made anew when one was corrected. */
final class NewInitramfs {

    static final String WARNING =
            "Programs of the server run as root, in a chroot where they can write to no other file.";
    static final String OTHER_KERNELS =
            "The initramfs of every other kernel still holds the old file: make them anew on the server (Debian:"
                    + " update-initramfs -u -k all; EL: dracut -f --regenerate-all).";

    private NewInitramfs() {}

    /** The step; empty where the system has no tool for it, or its menu starts no kernel of its own. */
    static Optional<Step> step(BootView view) {
        return new BootMenus(view.files())
                .find()
                .flatMap(it -> EntryKernel.of(it.chosen(), it.file(), view))
                .filter(it -> hasAll(it.kernel(), view))
                .flatMap(started -> InitramfsTool.of(view.files())
                        .map(it -> it.step(
                                started.kernel(), started.initramfs().stream().findFirst(), view.files())));
    }

    // What an unmounted part hides cannot be put into it.
    private static boolean hasAll(Kernel kernel, BootView view) {
        return kernel.hasModules()
                && view.whyHidden("/boot").isEmpty()
                && view.whyHidden("/usr/lib/modules").isEmpty();
    }

    /** What is left to a person where there is no step. */
    static String byHand(String corrected) {
        return "The initramfs holds a copy of " + corrected
                + " and has to be made anew, or the boot still uses the old one: rescuekit mount --write, then rescuekit"
                + " chroot -- update-initramfs -u -k all (EL: dracut -f -N --regenerate-all).";
    }
}
