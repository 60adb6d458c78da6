package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.FstabFaults;
import java.util.List;
import java.util.stream.Stream;

/** Is everything here that fstab makes the boot wait for? */
final class FstabCheck implements LeaveCheck {

    private static final String EDIT = "rescuekit mount --write, then edit /mnt/etc/fstab";

    @Override
    public String id() {
        return "fstab";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        List<FstabEntry> needed = view.system().fstab().entries().stream()
                .filter(it -> BootNeed.of(it) != BootNeed.NONE)
                .toList();
        FstabFaults finder = new FstabFaults(view.boot());
        List<Fault> faults = Stream.concat(
                        needed.stream().flatMap(it -> finder.of(it).stream()),
                        finder.stranded().stream().map(finder::of))
                .toList();
        String where = Fault.places(faults, "lines") + " of /etc/fstab";
        List<String> evidence =
                Stream.concat(Fault.sentences(faults).stream(), ignored(view)).toList();
        return switch (Fault.worst(faults)) {
            case FAILED ->
                LeaveVerdict.failed(
                        id(),
                        "the boot stops at " + where,
                        evidence,
                        "correct the identifier ('rescuekit disks' shows today's) or add nofail: " + EDIT);
            case SUSPECT ->
                LeaveVerdict.suspect(
                        id(), "the boot may be held up by " + where, evidence, "correct it or take it out: " + EDIT);
            case UNKNOWN ->
                LeaveVerdict.unknown(
                        id(),
                        "it cannot be told whether " + where + " finds its device",
                        evidence,
                        "see 'rescuekit mounts' and 'rescuekit disks'; open what is encrypted or not assembled");
            case HEALTHY ->
                LeaveVerdict.healthy(
                        id(),
                        "all is here that the boot waits for: " + needed.size()
                                + (needed.size() == 1 ? " line" : " lines"),
                        needed.stream().map(it -> found(it, view)).toList());
        };
    }

    private static Stream<String> ignored(SystemView view) {
        return view.system().fstab().malformed().stream()
                .map(it -> "line " + it.line() + " is no line that mount(8) understands: " + it.text());
    }

    private static String found(FstabEntry entry, SystemView view) {
        String device =
                view.devices().find(entry).device().map(BlockDevice::path).orElse("a file of the system");
        return "line " + entry.line() + ", " + entry.source() + " on " + entry.mountPoint() + ": " + device;
    }
}
