package io.github.rescuekit.probe;

import io.github.rescuekit.model.Temperature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how hot the processors are: from the hardware monitors, or where there are none from the thermal zones. */
public final class TemperatureProbe {

    private static final String MONITORS = "/sys/class/hwmon/";
    private static final String ZONES = "/sys/class/thermal/";
    // Drivers whose sensors sit in a processor; others tell of boards, memory and disks.
    private static final Set<String> PROCESSOR_MONITORS =
            Set.of("coretemp", "k8temp", "k10temp", "zenpower", "via_cputemp", "cpu_thermal", "scpi_sensors");
    private static final Pattern PROCESSOR_ZONE = Pattern.compile("x86_pkg_temp|(?:cpu|soc)[-_0-9a-z]*");
    private static final Pattern INPUT = Pattern.compile("temp\\d+_input");
    private static final Pattern MILLIDEGREES = Pattern.compile("-?\\d{1,7}");
    private static final double THOUSAND = 1000;
    // Sensors that nobody calibrated say 0 or less, and limits that nobody set are 0 or far beyond any silicon.
    private static final double LOWEST_LIMIT = 50;
    private static final double HIGHEST_LIMIT = 130;

    private final KernelFiles files;

    public TemperatureProbe() {
        this(Path.of("/"));
    }

    TemperatureProbe(Path root) {
        this.files = new KernelFiles(root);
    }

    /** All that can be read at this moment; empty without a sensor. */
    public List<Temperature> look() {
        List<Temperature> monitors = monitors();
        return monitors.isEmpty() ? zones() : monitors;
    }

    private List<Temperature> monitors() {
        List<Temperature> temperatures = new ArrayList<>();
        for (String monitor : files.names(MONITORS)) {
            String at = MONITORS + monitor + "/";
            String driver = files.attribute(at + "name").orElse("");
            if (PROCESSOR_MONITORS.contains(driver)) {
                files.names(at).stream()
                        .filter(name -> INPUT.matcher(name).matches())
                        .map(name -> name.substring(0, name.indexOf('_')))
                        .forEach(sensor -> temperature(
                                        driver + " "
                                                + files.attribute(at + sensor + "_label")
                                                        .orElse(sensor) + " (" + monitor + ")",
                                        at + sensor + "_input",
                                        at + sensor + "_crit")
                                .ifPresent(temperatures::add));
            }
        }
        return temperatures;
    }

    private List<Temperature> zones() {
        List<Temperature> temperatures = new ArrayList<>();
        for (String zone : files.names(ZONES)) {
            String at = ZONES + zone + "/";
            String type = files.attribute(at + "type").orElse("");
            if (zone.startsWith("thermal_zone") && PROCESSOR_ZONE.matcher(type).matches()) {
                temperature(type + " (" + zone + ")", at + "temp", criticalTrip(at))
                        .ifPresent(temperatures::add);
            }
        }
        return temperatures;
    }

    private String criticalTrip(String zone) {
        return files.names(zone).stream()
                .filter(name -> name.matches("trip_point_\\d+_type"))
                .filter(name ->
                        files.attribute(zone + name).filter("critical"::equals).isPresent())
                .map(name -> zone + name.replace("_type", "_temp"))
                .findFirst()
                .orElse(zone + "no_critical_trip_point");
    }

    private Optional<Temperature> temperature(String sensor, String input, String limit) {
        return celsius(input)
                .filter(value -> value > 0)
                .map(value -> new Temperature(
                        sensor, value, celsius(limit).filter(it -> it >= LOWEST_LIMIT && it <= HIGHEST_LIMIT)));
    }

    private Optional<Double> celsius(String file) {
        return files.attribute(file)
                .filter(it -> MILLIDEGREES.matcher(it).matches())
                .map(it -> Integer.parseInt(it) / THOUSAND);
    }
}
