package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Temperature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemperatureProbeTest {

    @TempDir
    private Path root;

    @Test
    void readsEachSensorOfTheProcessorsWithItsLimit() throws IOException {
        file("sys/class/hwmon/hwmon0/name", "nvme");
        file("sys/class/hwmon/hwmon0/temp1_input", "41850");
        file("sys/class/hwmon/hwmon1/name", "coretemp");
        file("sys/class/hwmon/hwmon1/temp1_input", "63000");
        file("sys/class/hwmon/hwmon1/temp1_label", "Package id 0");
        file("sys/class/hwmon/hwmon1/temp1_crit", "100000");
        file("sys/class/hwmon/hwmon1/temp2_input", "61500");
        file("sys/class/hwmon/hwmon1/temp2_crit", "0");
        file("sys/class/thermal/thermal_zone0/type", "x86_pkg_temp");
        file("sys/class/thermal/thermal_zone0/temp", "63000");

        assertThat(look())
                .containsExactly(
                        new Temperature("coretemp Package id 0 (hwmon1)", 63, Optional.of(100.0)),
                        new Temperature("coretemp temp2 (hwmon1)", 61.5, Optional.empty()));
    }

    @Test
    void readsThermalZonesWhereThereIsNoMonitor() throws IOException {
        file("sys/class/thermal/thermal_zone0/type", "acpitz");
        file("sys/class/thermal/thermal_zone0/temp", "27800");
        file("sys/class/thermal/thermal_zone1/type", "cpu-thermal");
        file("sys/class/thermal/thermal_zone1/temp", "55000");
        file("sys/class/thermal/thermal_zone1/trip_point_0_type", "passive");
        file("sys/class/thermal/thermal_zone1/trip_point_0_temp", "80000");
        file("sys/class/thermal/thermal_zone1/trip_point_1_type", "critical");
        file("sys/class/thermal/thermal_zone1/trip_point_1_temp", "110000");

        assertThat(look()).containsExactly(new Temperature("cpu-thermal (thermal_zone1)", 55, Optional.of(110.0)));
    }

    @Test
    void takesNoSensorThatSaysNothingForAColdOne() throws IOException {
        file("sys/class/hwmon/hwmon0/name", "k10temp");
        file("sys/class/hwmon/hwmon0/temp1_input", "0");
        file("sys/class/hwmon/hwmon0/temp2_input", "N/A");

        assertThat(look()).isEmpty();
    }

    private List<Temperature> look() {
        return new TemperatureProbe(root).look();
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
    }
}
