package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.Fault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for what a BIOS starts: code in the first sector of a disk, and what that code loads next. */
final class BiosLoader {

    private static final int SECTOR = 512;
    private static final int CODE = 440;
    // boot.img of GRUB 2 has the sector of its core image here.
    private static final int NEXT_SECTOR = 0x5c;
    private static final List<String> MODULES =
            List.of("/boot/grub/i386-pc/normal.mod", "/boot/grub2/i386-pc/normal.mod");
    private static final List<String> KNOWN = List.of("GRUB", "LILO", "Missing operating system");

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
        byte[] sector = view.outside().read(disk, 0, SECTOR);
        String code = new String(sector, 0, CODE, StandardCharsets.ISO_8859_1);
        Optional<String> known = KNOWN.stream().filter(code::contains).findFirst();
        if (known.isEmpty()) {
            return Optional.of(
                    code.chars().allMatch(c -> c == 0)
                            ? fault(Verdict.FAILED, disk, "the first sector holds no boot code")
                            : fault(Verdict.UNKNOWN, disk, "the boot code is of no loader that is known here"));
        }
        long next = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN).getLong(NEXT_SECTOR);
        if (known.get().equals("GRUB") && next > 0 && isEmpty(disk, next)) {
            return Optional.of(fault(Verdict.FAILED, disk, "GRUB's core image is gone: sector " + next + " is empty"));
        }
        evidence.add(disk.path() + ": boot code of " + (known.get().startsWith("M") ? "a standard MBR" : known.get()));
        return Optional.empty();
    }

    private boolean isEmpty(BlockDevice disk, long sector) {
        if (sector >= disk.size().count() / SECTOR) {
            return true;
        }
        for (byte b : view.outside().read(disk, sector * SECTOR, SECTOR)) {
            if (b != 0) {
                return false;
            }
        }
        return true;
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

    private static Fault fault(Verdict verdict, BlockDevice disk, String why) {
        return new Fault(verdict, disk.path(), disk.path() + ": " + why);
    }
}
