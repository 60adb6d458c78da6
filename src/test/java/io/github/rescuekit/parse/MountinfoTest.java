package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountinfoTest {

    @Test
    void readsALineWithOptionalFields() {
        assertThat(mount("36 35 98:0 /mnt1 /mnt2 rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue"))
                .isEqualTo(new MountEntry(
                        36,
                        35,
                        new DeviceNumber(98, 0),
                        "/mnt1",
                        "/mnt2",
                        List.of("rw", "noatime"),
                        "ext3",
                        "/dev/root",
                        List.of("rw", "errors=continue")));
    }

    @Test
    void readsALineWithoutOptionalFields() {
        assertThat(mount("22 27 0:21 / /proc rw,relatime - proc proc rw").mountPoint())
                .isEqualTo("/proc");
    }

    @Test
    void readsOctalEscapesAndKeepsCarriageReturns() {
        assertThat(mount("36 35 8:1 / /mnt/a\\040b\\134c\r rw - ext4 /dev/sda1 rw")
                        .mountPoint())
                .isEqualTo("/mnt/a b\\c\r");
    }

    @Test
    void readsAnEmptySource() {
        MountEntry mount = mount("36 35 0:40 / /mnt rw - tmpfs  rw,size=4k");

        assertThat(mount.source()).isEmpty();
        assertThat(mount.superOptions()).containsExactly("rw", "size=4k");
    }

    @Test
    void readsTheLayersOfAnOverlay() {
        assertThat(mount("24 1 0:22 / / rw,relatime shared:1 - overlay overlay "
                                + "rw,lowerdir=/run/live/rootfs/filesystem.squashfs/,upperdir=/a\\054b,workdir=/w")
                        .superOptions())
                .containsExactly("rw", "lowerdir=/run/live/rootfs/filesystem.squashfs/", "upperdir=/a,b", "workdir=/w");
    }

    @Test
    void survivesThousandsOfOptionalFields() {
        String line = "36 35 8:1 / /mnt rw" + " shared:1".repeat(100_000) + " - ext4 /dev/sda1 rw";

        assertThat(mount(line).type()).isEqualTo("ext4");
    }

    @Test
    void refusesWhatIsNoMount() {
        assertThatThrownBy(() -> Mountinfo.parse("22 27 0:21 / /proc rw - proc proc rw\nproc /proc proc rw 0 0\n"))
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("line 2");
    }

    private static MountEntry mount(String line) {
        List<MountEntry> mounts = Mountinfo.parse(line + "\n");
        assertThat(mounts).hasSize(1);
        return mounts.get(0);
    }
}
