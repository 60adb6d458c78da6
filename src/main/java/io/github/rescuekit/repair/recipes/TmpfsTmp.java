package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.FstabLines;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;

/** Mounts a tmpfs on /tmp instead of a file: a tmpfs has no device, so the agent passes over it. */
final class TmpfsTmp {

    private static final String FSTAB = "/etc/fstab";
    private static final FileMode PLAIN = new FileMode(0_644);
    private static final Bytes MOST = Bytes.gib(2);
    private static final Bytes SMALL = Bytes.gib(1);
    private static final int SHARE = 4;
    private static final long MIB = 1L << 20;

    private final InstalledSystem system;
    private final SecureTmp secureTmp;
    private final Bytes size;

    TmpfsTmp(InstalledSystem system, Bytes memory) {
        this.system = system;
        this.secureTmp = new SecureTmp(system);
        this.size = new Bytes(Math.min(MOST.count(), memory.count() / SHARE));
    }

    /** Takes the loop's lines out of fstab and adds the tmpfs; securetmp then finds a secure /tmp and makes no loop. */
    List<Step> steps() {
        FileText before = system.files().text(FSTAB).orElse(FileText.of(""));
        FstabLines lines = secureTmp.withoutMarkers(before);
        for (FstabEntry entry : loops()) {
            lines = lines.commentOut(entry.line());
        }
        return NewFile.steps(system.files(), FSTAB, lines.append(line()).file(), PLAIN);
    }

    /** Whether a loop mount is gone once these steps are done. */
    boolean replaces(PlannedMount loop) {
        return loop.equals(secureTmp.loop())
                || (loop.mountPoint().equals("/tmp") && loop.origin().startsWith(FSTAB));
    }

    private List<FstabEntry> loops() {
        return system.fstab().entries().stream()
                .filter(entry -> entry.mountPoint().equals("/tmp") && !entry.has("noauto"))
                .toList();
    }

    private String line() {
        return "tmpfs /tmp tmpfs rw,nosuid,nodev,noexec,mode=1777,size=" + size.count() / MIB + "M 0 0";
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warnings.add(
                "What lies in /tmp now stays in the file that was mounted there; the new /tmp is empty after each boot.");
        if (secureTmp.willMountLoop()) {
            warnings.add("securetmp binds /tmp on /var/tmp: files in /var/tmp are gone after each boot too.");
        }
        if (SMALL.isMoreThan(size)) {
            warnings.add("/tmp gets only " + size + ", a quarter of the memory: databases and uploads may need more.");
        }
        return warnings;
    }

    List<String> afterBoot() {
        return List.of(
                "Look: 'findmnt /tmp' shows tmpfs, and 'losetup -a' shows no tmpDSK.",
                SecureTmp.IMAGE + " is left as it is; mount it with 'mount -o ro,noload,loop' to copy from it.");
    }
}
