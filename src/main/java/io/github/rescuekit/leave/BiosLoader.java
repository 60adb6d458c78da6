package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BiosDisk;
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

    /** What is wrong with each disk that the root is on. A BIOS starts any of them. */
    List<Fault> faults() {
        List<BlockDevice> disks = view.system().machine().disksOf(view.root());
        List<Fault> faults =
                disks.stream().flatMap(disk -> fault(disk).stream()).toList();
        boolean oneStarts = faults.size() < disks.size();
        return Stream.concat(
                        faults.stream()
                                .map(it -> oneStarts && it.verdict() == Verdict.FAILED
                                        ? new Fault(Verdict.SUSPECT, it.where(), it.sentence())
                                        : it),
                        modules().stream())
                .toList();
    }

    private Optional<Fault> fault(BlockDevice disk) {
        BiosDisk found = BiosDisk.of(disk, view.outside()::read);
        if (found.fault().isEmpty()) {
            String loader = found.loader().orElseThrow();
            evidence.add(disk.path() + ": boot code of " + (loader.startsWith("M") ? "a standard MBR" : loader));
        }
        return found.fault();
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
