package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Counter;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.NvmeSmartLog;
import io.github.rescuekit.parse.Smartctl;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a drive counts of its own errors: a read over the whole of it brings bad sectors to its notice. */
final class DriveCounters {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    // See SMART attributes: replaced, uncorrectable, pending, uncorrectable offline; and what a cable garbles.
    private static final Map<Integer, Kind> ATTRIBUTES =
            Map.of(5, Kind.DISK, 187, Kind.DISK, 197, Kind.DISK, 198, Kind.DISK, 199, Kind.CORRECTED);

    private final Runner runner;
    private final Tools tools;

    DriveCounters(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
    }

    /** Those of drives that keep any and can be asked. */
    ErrorCounters of(List<BlockDevice> disks) {
        Map<Counter, Long> counts = new HashMap<>();
        if (tools.has("smartctl")) {
            disks.stream().filter(it -> it.kind() == DeviceKind.DISK).forEach(disk -> counts.putAll(of(disk.path())));
        }
        return new ErrorCounters(counts, List.of(), List.of());
    }

    private Map<Counter, Long> of(String disk) {
        try {
            Result result = runner.run(
                    Command.of("smartctl", "-j", "-x", disk).acceptingAny().within(LIMIT));
            return counters(disk, Smartctl.parse(result.exitCode(), result.out()));
        } catch (RescueException e) {
            // Whether the drive answers at all is a finding of the SMART check.
            e.unlessInterrupted();
            return Map.of();
        }
    }

    private static Map<Counter, Long> counters(String disk, Smartctl smart) {
        Map<Counter, Long> counts = new HashMap<>();
        smart.attributes().stream()
                .filter(it -> ATTRIBUTES.containsKey(it.id()))
                .forEach(it -> counts.put(
                        new Counter(
                                ATTRIBUTES.getOrDefault(it.id(), Kind.DISK), it.id() + " " + it.name() + " of " + disk),
                        it.raw()));
        smart.nvme()
                .map(NvmeSmartLog.Health::mediaErrors)
                .ifPresent(count -> counts.put(new Counter(Kind.DISK, "media errors of " + disk), count));
        smart.grownDefects().ifPresent(count -> counts.put(new Counter(Kind.DISK, "grown defects of " + disk), count));
        smart.uncorrected()
                .ifPresent(count -> counts.put(new Counter(Kind.DISK, "uncorrected errors of " + disk), count));
        return counts;
    }
}
