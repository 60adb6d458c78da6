package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.diagnose.TestDevices;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountWatchTest {

    private final BlockDevice disk = TestDevices.disk("/dev/sda1");
    private final List<MountEntry> table = new ArrayList<>(List.of(mount(disk.number(), "/mnt", "rw")));
    private final MountWatch watch = MountWatch.of(() -> List.copyOf(table), List.of(disk));

    @Test
    void letsWorkGoOnWhileOtherDisksAreMounted() {
        table.add(mount(new DeviceNumber(8, 1001), "/srv", "rw"));

        assertThatCode(watch::requireUnchanged).doesNotThrowAnyException();
    }

    @Test
    void stopsWhenSomebodyMountsTheDiskASecondTime() {
        table.add(mount(disk.number(), "/tmp/by-hand", "ro"));

        refuses("was mounted at /tmp/by-hand");
    }

    @Test
    void stopsWhenItIsUnmounted() {
        table.clear();

        refuses("/mnt was unmounted or remounted");
    }

    @Test
    void stopsWhenItIsRemounted() {
        table.set(0, mount(disk.number(), "/mnt", "ro"));

        refuses("somebody else works on this disk");
    }

    private void refuses(String why) {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(watch::requireUnchanged)
                .satisfies(e -> assertThat(e.guard()).contains("mounts-changed"))
                .satisfies(e -> assertThat(e.happened()).contains(why));
    }

    private static MountEntry mount(DeviceNumber device, String at, String option) {
        return new MountEntry(1, 0, device, "/", at, List.of(option), "ext4", "/dev/sda1", List.of(option));
    }
}
