package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machine recorded outside its disks: the firmware's store of crashes, the log of its management controller. */
public final class MachineRecords {

    /**
     * What was read.
     *
     * @param dumps of the kernel, in the firmware
     * @param events of the management controller; empty when there is none
     */
    public record Read(List<Boot> dumps, Optional<Boot> events, List<String> unknowns) {

        public Read {
            dumps = List.copyOf(dumps);
            unknowns = List.copyOf(unknowns);
        }
    }

    private static final String PSTORE = "sys/fs/pstore";
    private static final List<String> CONTROLLERS = List.of("dev/ipmi0", "dev/ipmi/0");
    // How the firmware announces one: IPMI 2.0, appendix C3.
    private static final String FIRMWARE_DEVICES = "sys/bus/acpi/devices";
    private static final String ANNOUNCED = "IPI0001:*";
    // "   1 | 11/28/2026 | 10:00:00 | Memory #0x53 | Uncorrectable ECC | Asserted"
    private static final Pattern EVENT =
            Pattern.compile("\\s*[0-9a-f]{1,8} \\| (?<date>[^|]{1,20}) \\| (?<time>[^|]{1,20}) \\| (?<event>.*)");

    private final Runner runner;
    private final Tools tools;
    private final Path root;

    public MachineRecords(Runner runner, Tools tools) {
        this(runner, tools, Path.of("/"));
    }

    MachineRecords(Runner runner, Tools tools, Path root) {
        this.runner = runner;
        this.tools = tools;
        this.root = root;
    }

    public Read read() {
        List<String> unknowns = new ArrayList<>();
        return new Read(dumps(unknowns), events(unknowns), unknowns);
    }

    private List<Boot> dumps(List<String> unknowns) {
        List<Boot> dumps = new ArrayList<>();
        for (Path file : named(PSTORE, "dmesg-*", unknowns)) {
            try {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                dumps.add(TextLog.ofTheKernel(file.toString(), text));
            } catch (IOException e) {
                unknowns.add(file + " could not be read: " + e.getMessage());
            }
        }
        return dumps;
    }

    private List<Path> named(String directory, String pattern, List<String> unknowns) {
        Path path = root.resolve(directory);
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, pattern)) {
            files.forEach(found::add);
        } catch (IOException e) {
            unknowns.add(path + " could not be read: " + e.getMessage());
        }
        return found;
    }

    private Optional<Boot> events(List<String> unknowns) {
        if (CONTROLLERS.stream().noneMatch(it -> Files.exists(root.resolve(it)))) {
            if (!named(FIRMWARE_DEVICES, ANNOUNCED, unknowns).isEmpty()) {
                unknowns.add("the log of the management controller was not read: its driver is not loaded;"
                        + " 'modprobe -a ipmi_si ipmi_devintf', then try again");
            }
            return Optional.empty();
        }
        if (!tools.has("ipmitool")) {
            unknowns.add("the log of the management controller was not read: ipmitool is not installed");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    events(runner.run(Command.of("ipmitool", "sel", "elist")).out()));
        } catch (RescueException e) {
            unknowns.add("the log of the management controller was not read: "
                    + e.unlessInterrupted().happened());
            return Optional.empty();
        }
    }

    static Boot events(String text) {
        List<LogLine> lines = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            Matcher event = EVENT.matcher(line);
            if (event.matches()) {
                lines.add(new LogLine(event.group("date") + " " + event.group("time"), "bmc", event.group("event")));
            }
        }
        return new Boot("management controller", lines);
    }
}
