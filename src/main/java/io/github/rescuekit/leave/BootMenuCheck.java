package io.github.rescuekit.leave;

import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootFiles;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.RootArgument;
import io.github.rescuekit.repair.boot.SystemdBoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Does the entry that the boot loader starts by itself lead to a kernel, an initramfs and the root? */
final class BootMenuCheck implements LeaveCheck {

    private static final String MAKE = "make the menu anew: rescuekit chroot --write -- update-grub"
            + " (grub2-mkconfig -o /boot/grub2/grub.cfg on EL and SUSE)";

    @Override
    public String id() {
        return "boot menu";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        BootMenus menus = new BootMenus(view.files());
        return menus.started().map(choice -> judge(choice, view)).orElseGet(() -> none(menus.configurations(), view));
    }

    private LeaveVerdict none(List<String> configurations, SystemView view) {
        Optional<String> hidden = view.whyHidden("/boot/grub").or(() -> view.whyHidden("/boot/efi"));
        if (hidden.isPresent()) {
            return LeaveVerdict.unknown(
                    id(), "the menu cannot be seen: " + hidden.get(), List.of(), "see 'rescuekit mounts'");
        }
        List<String> unified = SystemdBoot.unified(view.files());
        if (!unified.isEmpty()) {
            return LeaveVerdict.unknowable(
                    id(), "systemd-boot starts a kernel that has its arguments in itself, which are not read", unified);
        }
        return configurations.isEmpty()
                ? LeaveVerdict.failed(
                        id(),
                        "there is no configuration of a boot loader",
                        List.of(
                                "neither grub.cfg, menu.lst nor extlinux.conf is below /boot, nor an entry of systemd-boot"),
                        MAKE)
                : LeaveVerdict.failed(id(), "the boot menu has no entry that starts a kernel", configurations, MAKE);
    }

    private LeaveVerdict judge(BootChoice choice, SystemView view) {
        List<Fault> faults = faults(choice, view);
        List<String> evidence = new ArrayList<>(Fault.sentences(faults));
        evidence.add(choice.file() + ": " + choice.how() + ", which is '" + choice.name() + "'");
        evidence.addAll(found(choice, view));
        String entry = "'" + choice.name() + "'";
        return switch (Fault.worst(faults)) {
            case FAILED -> LeaveVerdict.failed(id(), entry + " does not start", evidence, MAKE);
            case SUSPECT -> LeaveVerdict.suspect(id(), entry + " may start something else", evidence, MAKE);
            case UNKNOWN ->
                LeaveVerdict.unknown(
                        id(), "it cannot be told whether " + entry + " starts", evidence, "read " + choice.file());
            case HEALTHY -> LeaveVerdict.healthy(id(), entry + " leads to its kernel and to the root", evidence);
        };
    }

    private static List<Fault> faults(BootChoice choice, SystemView view) {
        BootEntry entry = choice.chosen();
        if (entry.kernel().isEmpty()) {
            String name = choice.name();
            return List.of(new Fault(Verdict.SUSPECT, name, "'" + name + "' starts no Linux of this system"));
        }
        List<Fault> faults = new ArrayList<>();
        BootFiles files = new BootFiles(view.boot(), choice.file());
        String where = choice.where();
        searched(where, entry, view).ifPresent(faults::add);
        file(where, entry, entry.kernel().get(), files).ifPresent(faults::add);
        entry.initramfs().stream()
                // $tuned_initrd is empty unless tuned sets it.
                .filter(path -> !path.startsWith("$"))
                .forEach(path -> file(where, entry, path, files).ifPresent(faults::add));
        new RootArgument(view.boot()).fault(where, entry).ifPresent(faults::add);
        withoutInitramfs(where, entry).ifPresent(faults::add);
        return faults;
    }

    private static List<String> found(BootChoice choice, SystemView view) {
        BootEntry entry = choice.chosen();
        BootFiles files = new BootFiles(view.boot(), choice.file());
        Stream<String> paths = Stream.concat(entry.kernel().stream(), entry.initramfs().stream())
                .flatMap(path -> files.find(entry, path).stream());
        Stream<String> root = entry
                .argument("root")
                .flatMap(it ->
                        view.devices().find(it, "auto").device().map(device -> "root=" + it + " is " + device.path()))
                .stream();
        return Stream.concat(paths, root).toList();
    }

    // GRUB then keeps the filesystem that it has its own files from.
    private static Optional<Fault> searched(String where, BootEntry entry, SystemView view) {
        return entry.filesystem()
                .map(it -> view.devices().find(it, "auto"))
                .filter(found -> found.device().isEmpty())
                .map(found -> new Fault(
                        view.whyUncertain(found).isPresent() ? Verdict.UNKNOWN : Verdict.SUSPECT,
                        where,
                        where + ", search for " + entry.filesystem().orElse("") + ": "
                                + view.whyUncertain(found).orElse(found.how())));
    }

    private static Optional<Fault> file(String where, BootEntry entry, String path, BootFiles files) {
        if (files.find(entry, path).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(files.whyHidden(entry, path)
                .map(why -> new Fault(Verdict.UNKNOWN, where, where + ", " + path + ": " + why))
                .orElseGet(() -> new Fault(Verdict.FAILED, where, where + ", " + path + ": there is no such file")));
    }

    // The kernel alone knows devices and PARTUUID; what is in a filesystem only an initramfs looks up.
    private static Optional<Fault> withoutInitramfs(String where, BootEntry entry) {
        return entry.argument("root")
                .filter(it -> entry.initramfs().isEmpty() && (it.startsWith("UUID=") || it.startsWith("LABEL=")))
                .map(it -> new Fault(
                        Verdict.FAILED, where, where + ", root=" + it + " needs an initramfs, and none is loaded"));
    }
}
