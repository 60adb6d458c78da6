package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Counter;
import io.github.rescuekit.model.HardwareError;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.ErrorInterrupts;
import io.github.rescuekit.parse.KernelLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads everything that counts errors of the hardware: EDAC, machine checks, throttling, and the kernel's log. */
public final class ErrorCounterProbe {

    private static final String EDAC = "/sys/devices/system/edac/mc";
    private static final String PROCESSORS = "/sys/devices/system/cpu";
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

    private final Runner runner;
    private final KernelFiles files;

    public ErrorCounterProbe(Runner runner) {
        this(runner, Path.of("/"));
    }

    ErrorCounterProbe(Runner runner, Path root) {
        this.runner = runner;
        this.files = new KernelFiles(root);
    }

    public ErrorCounters look() {
        List<String> unknowns = new ArrayList<>();
        Map<Counter, Long> counts = new HashMap<>(
                ErrorInterrupts.parse(files.text("/proc/interrupts").orElse("")));
        memory(counts, unknowns);
        throttling(counts, unknowns);
        return new ErrorCounters(counts, log(unknowns), unknowns);
    }

    private void memory(Map<Counter, Long> counts, List<String> unknowns) {
        List<String> controllers = names(EDAC, "mc\\d+");
        for (String controller : controllers) {
            String at = EDAC + "/" + controller + "/";
            add(counts, Kind.UNCORRECTED, "uncorrected errors of memory controller " + controller, at + "ue_count");
            add(counts, Kind.CORRECTED, "corrected errors of memory controller " + controller, at + "ce_count");
            names(at, "(dimm|rank)\\d+").forEach(module -> module(counts, controller, at + module + "/"));
        }
        if (controllers.isEmpty()) {
            unknowns.add("nothing counts memory errors here (no EDAC driver):"
                    + " those that error correction put right go unseen");
        }
    }

    private void module(Map<Counter, Long> counts, String controller, String at) {
        String name = files.attribute(at + "dimm_label")
                        .or(() -> files.attribute(at + "dimm_location"))
                        .map(it -> "module " + it)
                        .orElse("a module")
                + " (" + controller + ")";
        add(counts, Kind.UNCORRECTED, "uncorrected errors of " + name, at + "dimm_ue_count");
        add(counts, Kind.CORRECTED, "corrected errors of " + name, at + "dimm_ce_count");
    }

    private void throttling(Map<Counter, Long> counts, List<String> unknowns) {
        boolean counted = false;
        for (String processor : names(PROCESSORS, "cpu\\d+")) {
            String at = PROCESSORS + "/" + processor + "/thermal_throttle/";
            counted |= add(
                    counts, Kind.THROTTLED, "times " + processor + " was slowed by heat", at + "core_throttle_count");
        }
        if (!counted) {
            unknowns.add("nothing counts here how often the processors were slowed by heat");
        }
    }

    private boolean add(Map<Counter, Long> counts, Kind kind, String name, String file) {
        Optional<Long> count =
                files.attribute(file).filter(it -> COUNT.matcher(it).matches()).map(Long::valueOf);
        count.ifPresent(it -> counts.put(new Counter(kind, name), it));
        return count.isPresent();
    }

    private List<String> names(String directory, String pattern) {
        return files.names(directory).stream()
                .filter(name -> name.matches(pattern))
                .toList();
    }

    private List<HardwareError> log(List<String> unknowns) {
        try {
            return KernelLog.parse(runner.run(Command.of("dmesg")).out());
        } catch (RescueException e) {
            unknowns.add("the kernel's log could not be read: "
                    + e.unlessInterrupted().happened());
            return List.of();
        }
    }
}
