package io.github.rescuekit.leave;

import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BiosDisk;
import io.github.rescuekit.repair.boot.BiosDisks;
import io.github.rescuekit.repair.boot.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for what a BIOS starts: code in the first sector of a disk, and what that code loads next. */
final class BiosLoader {

    private static final List<String> MODULES =
            List.of("/boot/grub/i386-pc/normal.mod", "/boot/grub2/i386-pc/normal.mod");

    private final SystemView view;
    private final List<String> evidence = new ArrayList<>();

    BiosLoader(SystemView view) {
        this.view = view;
    }

    List<String> evidence() {
        return List.copyOf(evidence);
    }

    /** What is wrong with each disk that may have to start the server, and with what they have in common. */
    List<Fault> faults() {
        BiosDisks disks = BiosDisks.of(view.boot(), view.outside()::read);
        disks.all().forEach(this::note);
        return Stream.concat(disks.faults().stream(), modules().stream()).toList();
    }

    private void note(BiosDisk disk) {
        if (disk.fault().isEmpty()) {
            String loader = disk.loader().orElseThrow();
            evidence.add(disk.disk().path() + ": boot code of " + (loader.startsWith("M") ? "a standard MBR" : loader));
        }
    }

    // Without them GRUB stops at "grub rescue>". Other loaders have none.
    private Optional<Fault> modules() {
        boolean grub2 = evidence.stream().anyMatch(it -> it.endsWith("GRUB"))
                && Stream.of("/boot/grub/grub.cfg", "/boot/grub2/grub.cfg").anyMatch(view.files()::exists);
        if (!grub2 || MODULES.stream().anyMatch(view.files()::exists)) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                view.whyHidden(MODULES.get(0)).isPresent() ? Verdict.UNKNOWN : Verdict.FAILED,
                "/boot",
                "GRUB's modules are gone: neither " + String.join(" nor ", MODULES) + " is there"));
    }
}
