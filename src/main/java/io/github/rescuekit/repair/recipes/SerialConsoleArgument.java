package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.SerialConsole;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootMenus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The kernel sends its messages to a serial port that this machine does not have. On request it gets the one that the
 * provider shows, with a login on it: most servers have no screen.
 */
public final class SerialConsoleArgument implements Recipe {

    private static final Remedy SHOW = new Remedy(
            "show",
            "Have the kernel write to the screen and to the serial port, and let a login run there.",
            "Whoever sees that console reads the messages of the boot.");
    private static final Setting PORT = Setting.optional(
            "port", "the serial port, such as ttyS0; without it that of the rescue system", "ttyS\\d{1,4}");
    private static final Setting SPEED = Setting.optional("speed", "bits in a second, such as 115200", "\\d{3,7}")
            .usually("115200");

    private static final String CONSOLE = "console=";
    private static final String SERIAL = CONSOLE + "ttyS";
    private static final String SCREEN = CONSOLE + "tty0";
    private static final String DEFAULTS = "/etc/default/grub";
    private static final String DEFAULT_ARGUMENTS = "GRUB_CMDLINE_LINUX";
    private static final String UNITS = "/etc/systemd/system/";
    private static final String NOTHING = "/dev/null";

    private final Supplier<SerialConsole> serial;

    /**
     * The recipe.
     *
     * @param serial the serial ports of this machine
     */
    public SerialConsoleArgument(Supplier<SerialConsole> serial) {
        this.serial = serial;
    }

    @Override
    public String id() {
        return "serial-console";
    }

    @Override
    public String cures() {
        return "The kernel writes to a serial port that is not there, or to none; on request it writes to the right one.";
    }

    @Override
    public List<String> touches() {
        return Stream.concat(BootArgumentFiles.TOUCHED.stream(), Stream.of("/etc/systemd/system/serial-getty@*"))
                .toList();
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(SHOW);
    }

    @Override
    public List<Setting> settings() {
        return List.of(PORT, SPEED);
    }

    @Override
    public boolean isWish() {
        return true;
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return menu(system)
                .filter(it -> !lacking(it.chosen()).isEmpty())
                .map(it -> new Finding(
                        id(),
                        Severity.NOTE,
                        "The kernel writes to a serial port that this machine does not have",
                        List.of(
                                it.where() + ": " + String.join(" ", lacking(it.chosen())),
                                "the serial ports of this machine: " + ports()),
                        Optional.of(id())))
                .stream()
                .toList();
    }

    private static Optional<BootChoice> menu(InstalledSystem system) {
        return system.whyHidden("/boot").isPresent() ? Optional.empty() : new BootMenus(system.files()).find();
    }

    private List<String> lacking(BootEntry entry) {
        SerialConsole here = serial.get();
        return serialWords(entry).filter(it -> here.lacks(port(it))).distinct().toList();
    }

    private static Stream<String> serialWords(BootEntry entry) {
        return entry.arguments().stream().filter(it -> it.startsWith(SERIAL));
    }

    // console=ttyS0,115200n8
    private static String port(String word) {
        return word.substring(CONSOLE.length()).split(",", 2)[0];
    }

    private String ports() {
        List<String> ports = serial.get().ports().orElse(List.of());
        return ports.isEmpty() ? "none" : String.join(", ", ports);
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        BootChoice menu = menu(system)
                .orElseThrow(() -> RescueException.refused(
                        "no-menu",
                        "no boot menu is seen in which the kernel's arguments stand",
                        "see 'rescuekit mounts' for /boot"));
        String port = wantedPort(choice);
        String right = CONSOLE + port + "," + choice.value(SPEED).orElseThrow() + "n8";
        List<Step> steps = new ArrayList<>(arguments(system.files(), menu.chosen(), port, right));
        steps.addAll(unmasked(system.files(), port));
        return new Plan(id(), Optional.of(remedy), steps, warnings(system, steps), afterBoot(port, steps));
    }

    private String wantedPort(Choice choice) {
        SerialConsole here = serial.get();
        return choice.value(PORT)
                .or(here::rescue)
                .or(() -> here.ports().stream().flatMap(List::stream).findFirst())
                .orElseThrow(() -> RescueException.refused(
                        "no-serial-port",
                        "this machine shows no serial port",
                        "name the one that the provider shows: --set port=ttyS0"));
    }

    private List<Step> arguments(SystemFiles files, BootEntry entry, String port, String right) {
        List<String> lacking = lacking(entry);
        if (!lacking.isEmpty()) {
            return new BootArgumentFiles(files, lacking, right).corrected();
        }
        if (serialWords(entry).anyMatch(it -> port(it).equals(port))) {
            return List.of();
        }
        // Behind root=, which stands in the entries of this system alone.
        String root = entry.argument("root")
                .map(it -> "root=" + it)
                .orElseThrow(() -> RescueException.refused(
                        "no-root", "the kernel's arguments have no root= to add to", "add " + right + " by hand"));
        String added = SCREEN + " " + right;
        List<Step> steps = new ArrayList<>(new BootArgumentFiles(files, List.of(root), root + " " + added).corrected());
        if (steps.stream().noneMatch(it -> it.path().equals(DEFAULTS))) {
            defaults(files, added).ifPresent(steps::add);
        }
        return steps;
    }

    // Where the next grub.cfg is made from.
    private static Optional<Step> defaults(SystemFiles files, String added) {
        return files.text(DEFAULTS).map(before -> {
            KeyValueLines lines = new KeyValueLines(before);
            String value = lines.value(DEFAULT_ARGUMENTS).orElse("");
            FileText after =
                    lines.with(DEFAULT_ARGUMENTS, (value + " " + added).strip()).file();
            return new Step.ReplaceFile(DEFAULTS, before, after);
        });
    }

    // systemd-getty-generator(8) starts a login on each console of the kernel, unless that is masked.
    private static List<Step> unmasked(SystemFiles files, String port) {
        return Stream.of("serial-getty@" + port + ".service", "serial-getty@.service")
                .map(it -> UNITS + it)
                .filter(it -> files.linkTarget(it).filter(NOTHING::equals).isPresent())
                .<Step>map(Step.RemoveFile::new)
                .toList();
    }

    private static List<String> warnings(InstalledSystem system, List<Step> steps) {
        return steps.isEmpty() || system.init() == InitSystem.SYSTEMD
                ? List.of()
                : List.of("Without systemd a login on the serial port needs a line of its own in /etc/inittab.");
    }

    private static List<String> afterBoot(String port, List<Step> steps) {
        return steps.isEmpty()
                ? List.of()
                : List.of("Look at the provider's serial console: the messages of the boot and a login are on " + port
                        + ".");
    }
}
