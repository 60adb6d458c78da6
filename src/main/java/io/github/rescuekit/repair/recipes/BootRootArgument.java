package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boot loader sends the kernel to a root filesystem that is not there, or to another one than this system's. */
public final class BootRootArgument implements Recipe {

    private static final Remedy UUID = new Remedy(
            "uuid",
            "Name the root filesystem by its UUID wherever the wrong name stands.",
            "grub.cfg is a made file: it is right until it is made again, and then only if what makes it is right too.");

    private static final String DEFAULTS = "/etc/default/grub";
    private static final String NAMES_DEVICES = "GRUB_DISABLE_LINUX_UUID";

    @Override
    public String id() {
        return "boot-root-argument";
    }

    @Override
    public String cures() {
        return "The kernel is started with a root= that names no device, or another system's.";
    }

    @Override
    public List<String> touches() {
        return BootArgumentFiles.TOUCHED;
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(UUID);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return wrong(system).map(this::finding).stream().toList();
    }

    private static Optional<WrongRoot> wrong(InstalledSystem system) {
        return BootView.of(system)
                .filter(view -> view.whyHidden("/boot").isEmpty())
                .flatMap(view -> WrongRoot.of(view, Verdict.FAILED, Verdict.SUSPECT));
    }

    private Finding finding(WrongRoot wrong) {
        boolean leadsNowhere = wrong.fault().verdict() == Verdict.FAILED;
        return new Finding(
                id(),
                leadsNowhere ? Severity.CRITICAL : Severity.WARNING,
                wrong.isLost()
                        ? "The kernel is started without a root filesystem: GRUB lost kernelopts"
                        : "The kernel is started with " + wrong.word() + ", which is "
                                + (leadsNowhere ? "on no disk" : "not this system's root"),
                List.of(
                        wrong.fault().sentence(),
                        wrong.choice().file() + ": " + wrong.choice().how() + ", '"
                                + wrong.choice().name() + "', with kernel "
                                + wrong.kernel().release()
                                + " of this system",
                        "the root filesystem is on " + wrong.root().path()
                                + wrong.right().map(it -> ", which is " + it).orElse(", and nothing identifies it")),
                wrong.right().map(it -> id()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        Optional<BootView> view = BootView.of(system);
        Optional<String> hidden =
                view.flatMap(it -> it.whyHidden("/boot")).map(it -> "the boot menu may not be seen: " + it);
        return hidden
                .or(() -> view.flatMap(it -> WrongRoot.of(it, Verdict.UNKNOWN))
                        .map(it -> it.fault().sentence()))
                .stream()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return wrong(system)
                .filter(wrong -> wrong.right().isPresent())
                .map(wrong -> plan(system.files(), wrong, remedy))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan plan(SystemFiles files, WrongRoot wrong, Remedy remedy) {
        String right = wrong.right().orElseThrow();
        List<Step> steps = wrong.isLost()
                ? GrubEnvironmentFile.beside(wrong.choice().file(), files).with("kernelopts", right + " ro").stream()
                        .toList()
                : new BootArgumentFiles(files, List.of(wrong.word()), right).corrected();
        return new Plan(id(), Optional.of(remedy), steps, warnings(files, wrong), afterBoot(files));
    }

    private static List<String> warnings(SystemFiles files, WrongRoot wrong) {
        List<String> warnings = new ArrayList<>();
        if (wrong.isLost()) {
            warnings.add("Other kernel arguments that were in kernelopts are lost, such as console= or rd.lvm.lv=: the"
                    + " next boot has root= and ro alone.");
        }
        if (wrong.fault().verdict() == Verdict.SUSPECT) {
            warnings.add("Until now the boot went to another system: "
                    + wrong.fault().sentence() + ".");
        }
        if (namesDevices(files)) {
            warnings.add(DEFAULTS + " sets " + NAMES_DEVICES
                    + ": when grub.cfg is made again it names a device, and not the UUID.");
        }
        return warnings;
    }

    private static boolean namesDevices(SystemFiles files) {
        return files.text(DEFAULTS)
                .flatMap(text -> new KeyValueLines(text).value(NAMES_DEVICES))
                .filter("true"::equals)
                .isPresent();
    }

    private static List<String> afterBoot(SystemFiles files) {
        String make = files.exists("/boot/grub2/grub.cfg")
                ? "grub2-mkconfig -o /boot/grub2/grub.cfg."
                : "update-grub, or grub-mkconfig -o /boot/grub/grub.cfg where there is none.";
        return files.exists("/boot/grub/grub.cfg") || files.exists("/boot/grub2/grub.cfg")
                ? List.of("grub.cfg is a made file: have it made anew on the server, so that it stays right: " + make)
                : List.of();
    }
}
