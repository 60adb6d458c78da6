package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.mount.MountOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with one line of fstab that a boot depends on. */
public final class FstabFaults {

    private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");
    private static final Set<String> FAT = Set.of("vfat", "msdos");

    private final BootView view;
    private final BootUnlocking unlocking;

    public FstabFaults(BootView view) {
        this.view = view;
        this.unlocking = new BootUnlocking(view);
    }

    public Optional<Fault> of(FstabEntry entry) {
        if (entry.source().startsWith("/") && !entry.source().startsWith("/dev/")) {
            return missingFile(entry);
        }
        FoundDevice found = view.devices().find(entry);
        return found.device().isPresent()
                ? wrongContent(entry, found.device().get())
                        .or(() -> locked(entry, found.device().get()))
                : Optional.of(missing(entry, found));
    }

    /** Lines that are mounted only after one that the boot does without and that is not here: systemd stops at them. */
    public List<StrandedMount> stranded() {
        List<FstabEntry> lines = view.system().fstab().entries();
        return lines.stream()
                .filter(it -> view.system().init() == InitSystem.SYSTEMD)
                .filter(it -> (it.has("nofail") || it.has("noauto")) && isNowhere(it))
                .flatMap(above -> MountOrder.requiring(above, lines).stream().map(it -> new StrandedMount(it, above)))
                .toList();
    }

    private boolean isNowhere(FstabEntry entry) {
        return entry.isOnADevice() && isNowhere(view.devices().find(entry));
    }

    private boolean isNowhere(FoundDevice found) {
        return found.isNowhere() && view.whyUncertain(found).isEmpty();
    }

    public Fault of(StrandedMount stranded) {
        FstabEntry entry = stranded.entry();
        return fault(Verdict.FAILED, entry, stranded.why() + consequence(entry));
    }

    private Optional<Fault> locked(FstabEntry entry, BlockDevice device) {
        return unlocking
                .lockedBelow(device)
                .map(it -> fault(
                        severity(entry),
                        entry,
                        "it lies in " + it.path() + ", which no line of /etc/crypttab unlocks" + consequence(entry)));
    }

    private Optional<Fault> missingFile(FstabEntry entry) {
        if (view.files().exists(entry.source())) {
            return Optional.empty();
        }
        return Optional.of(view.whyHidden(entry.source())
                .map(why -> fault(Verdict.UNKNOWN, entry, why))
                .orElseGet(() -> fault(severity(entry), entry, "there is no such file" + consequence(entry))));
    }

    private Fault missing(FstabEntry entry, FoundDevice found) {
        return view.whyUncertain(found)
                .map(why -> fault(Verdict.UNKNOWN, entry, why))
                .orElseGet(() -> fault(severity(entry), entry, found.how() + consequence(entry)));
    }

    private Optional<Fault> wrongContent(FstabEntry entry, BlockDevice device) {
        String content = device.filesystem().map(Filesystem::type).orElse("nothing known");
        boolean asExpected = BootNeed.of(entry) == BootNeed.AWAITED
                ? device.filesystem().filter(Filesystem::isSwap).isPresent()
                : isOfType(entry.type(), content);
        return asExpected
                ? Optional.empty()
                : Optional.of(unread(device)
                        .map(why -> fault(Verdict.UNKNOWN, entry, why))
                        .orElseGet(() -> fault(
                                severity(entry),
                                entry,
                                device.path() + " holds " + content + ", not " + entry.type() + consequence(entry))));
    }

    private Optional<String> unread(BlockDevice device) {
        return device.filesystem().isPresent()
                ? Optional.empty()
                : view.system().machine().unknownsOf(device).stream().findFirst();
    }

    /** Whether a filesystem of that content is what mount(8) expects of that type. */
    public static boolean isOfType(String type, String content) {
        return type.equals("auto")
                || List.of(type.split(",", -1)).contains(content)
                || (EXT.contains(type) && EXT.contains(content))
                || (FAT.contains(type) && FAT.contains(content));
    }

    // OpenRC and the init scripts of SysV go on without a filesystem that they do not check.
    private Verdict severity(FstabEntry entry) {
        InitSystem init = view.system().init();
        boolean goesOn = BootNeed.of(entry) == BootNeed.AWAITED
                || (entry.pass() == 0 && (init == InitSystem.OPENRC || init == InitSystem.SYSV));
        return goesOn ? Verdict.SUSPECT : Verdict.FAILED;
    }

    // systemd-fstab-generator 252 puts a line without nofail into local-fs.target.requires, except that of the root.
    private String consequence(FstabEntry entry) {
        if (BootNeed.of(entry) == BootNeed.AWAITED) {
            return "; the boot waits for it, then goes on without";
        }
        if (entry.mountPoint().equals("/")) {
            return "; the root stays read-only";
        }
        return view.system().init() == InitSystem.SYSTEMD ? "; systemd waits 90 s, then stops in emergency mode" : "";
    }

    private static Fault fault(Verdict verdict, FstabEntry entry, String why) {
        String where = "line " + entry.line();
        return new Fault(verdict, where, where + ", " + entry.source() + " on " + entry.mountPoint() + ": " + why);
    }
}
