package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.CheckReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: is what is plugged in healthy? */
@Command(
        name = "check",
        description = "Are filesystems, arrays and disks healthy?",
        footer = {
            "",
            "Without a device: all but the disks of the rescue system itself. A journal that",
            "is not replayed, or a mounted filesystem, is 'cannot tell', never 'healthy'.",
            "",
            "Examples:",
            "  rescuekit check",
            "  rescuekit check /dev/sda            the disk and all that is on it",
            "  rescuekit check /dev/sda2 --json",
            "",
            "Exit code 0: healthy, 3: something needs attention."
        })
public final class CheckCommand extends Verb {

    @Parameters(arity = "0..*", paramLabel = "DEV", description = "Disks, partitions, arrays, volumes.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "For the check of one filesystem; then it is 'cannot tell'. Default: 3600.")
    private int seconds;

    CheckCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        if (seconds < 1) {
            throw RescueException.usage("--time-limit " + seconds + " is no time", "give seconds, such as 600");
        }
        Machine machine = toolkit().machine().get();
        Checkup checkup = toolkit().health().checkup(Duration.ofSeconds(seconds));
        Progress progress = DeviceProgress.to(operator());
        List<CheckResult> results = paths.isEmpty()
                ? checkup.ofMachine(machine, progress)
                : devices(machine).stream()
                        .flatMap(device -> checkup.ofDevice(machine, device, progress).stream())
                        .distinct()
                        .toList();
        return new CheckReport(results, paths.isEmpty() ? leftOut(machine, results) : List.of()).answer(style());
    }

    // All or none: half a check because of a typing error would look like a whole one.
    private List<BlockDevice> devices(Machine machine) {
        return paths.stream()
                .map(path -> machine.device(path)
                        .orElseThrow(() -> RescueException.usage(
                                "there is no block device " + path, "see 'rescuekit disks' for what is plugged in")))
                .toList();
    }

    private static List<String> leftOut(Machine machine, List<CheckResult> results) {
        List<String> reasons = new ArrayList<>(machine.wholeDisks().stream()
                .filter(machine::belongsToRescue)
                .map(disk -> disk.path() + ", because the rescue system runs from it; name it to check it as well")
                .toList());
        machine.unknowns().stream()
                .filter(unknown -> results.stream().noneMatch(it -> unknown.startsWith(it.device() + " ")))
                .forEach(reasons::add);
        return reasons;
    }
}
