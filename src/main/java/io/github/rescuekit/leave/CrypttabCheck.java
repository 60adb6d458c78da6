package io.github.rescuekit.leave;

import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Is everything here that crypttab opens at boot, and does it open by itself? */
final class CrypttabCheck implements LeaveCheck {

    private static final String FILE = LayerNameFiles.CRYPTTAB;
    private static final String MAPPER = "/dev/mapper/";

    @Override
    public String id() {
        return "crypttab";
    }

    @Override
    public boolean applies(SystemView view) {
        return !opened(view).isEmpty();
    }

    private static List<CrypttabEntry> opened(SystemView view) {
        return LayerNameFiles.names(view.files()).unlocked().stream()
                .filter(it -> !it.has("noauto") && !it.has("nofail"))
                .toList();
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        List<CrypttabEntry> opened = opened(view);
        List<Fault> faults =
                opened.stream().flatMap(it -> faults(it, view).stream()).toList();
        String where = Fault.places(faults, "lines") + " of " + FILE;
        List<String> evidence = Fault.sentences(faults);
        String edit = "correct it: rescuekit mount --write, then edit /mnt" + FILE;
        return switch (Fault.worst(faults)) {
            case FAILED -> LeaveVerdict.failed(id(), "the boot stops at " + where, evidence, edit);
            case SUSPECT -> LeaveVerdict.suspect(id(), "the boot may be held up by " + where, evidence, edit);
            case UNKNOWN ->
                LeaveVerdict.unknowable(id(), "it cannot be told whether the boot passes " + where, evidence);
            case HEALTHY ->
                LeaveVerdict.healthy(
                        id(),
                        "all is here that is opened at boot: " + opened.size(),
                        opened.stream()
                                .map(it -> "line " + it.line() + ", " + it.name())
                                .toList());
        };
    }

    private static List<Fault> faults(CrypttabEntry entry, SystemView view) {
        List<Fault> faults = new ArrayList<>();
        source(entry, view).ifPresent(faults::add);
        key(entry, view).ifPresent(faults::add);
        return faults;
    }

    private static Optional<Fault> source(CrypttabEntry entry, SystemView view) {
        if (entry.source().startsWith("/") && !entry.source().startsWith("/dev/")) {
            return view.files().exists(entry.source())
                    ? Optional.empty()
                    : Optional.of(fault(stops(entry, view), entry, "there is no file " + entry.source()));
        }
        // Plain encryption, as of swap with a random key, leaves no trace on a device that is known by its name only.
        FoundDevice found = view.devices().find(entry.source(), "crypto_LUKS");
        if (found.device().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                found.unclear() || entry.has("swap") || entry.has("plain")
                        ? fault(Verdict.UNKNOWN, entry, entry.source() + ": " + found.how())
                        : fault(stops(entry, view), entry, entry.source() + ": " + found.how()));
    }

    // systemd waits for the device and goes on, up to the line of fstab that needs what was to be in it.
    private static Verdict stops(CrypttabEntry entry, SystemView view) {
        String mapped = MAPPER + entry.name();
        Stream<String> required = view.system().fstab().entries().stream()
                .filter(it -> BootNeed.of(it) == BootNeed.REQUIRED)
                .map(FstabEntry::source);
        Stream<String> root =
                new BootMenus(view.files()).started().flatMap(it -> it.chosen().argument("root")).stream();
        return Stream.concat(required, root).anyMatch(mapped::equals) ? Verdict.FAILED : Verdict.SUSPECT;
    }

    private static Optional<Fault> key(CrypttabEntry entry, SystemView view) {
        if (entry.key().isEmpty()) {
            return Optional.of(fault(
                    Verdict.UNKNOWN, entry, "it has no key file: somebody or something must give the passphrase"));
        }
        String key = entry.key().get();
        boolean isThere =
                key.startsWith("/dev/") || !key.startsWith("/") || view.files().exists(key);
        return isThere || view.whyHidden(key).isPresent()
                ? Optional.empty()
                : Optional.of(fault(stops(entry, view), entry, "there is no key file " + key));
    }

    private static Fault fault(Verdict verdict, CrypttabEntry entry, String why) {
        String where = "line " + entry.line();
        return new Fault(verdict, where, where + ", " + entry.name() + ": " + why);
    }
}
