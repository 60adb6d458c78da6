package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.parse.DeviceName.Family;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNameTest {

    @ParameterizedTest
    @CsvSource({
        "/dev/sda1,           SCSI,          /dev/sda,            1",
        "/dev/sdaa15,         SCSI,          /dev/sdaa,           15",
        "/dev/hdc3,           IDE,           /dev/hdc,            3",
        "/dev/vdb2,           VIRTIO,        /dev/vdb,            2",
        "/dev/xvda1,          XEN,           /dev/xvda,           1",
        "/dev/ubdb1,          UML,           /dev/ubdb,           1",
        "/dev/nvme0n1p2,      NVME,          /dev/nvme0n1,        2",
        "/dev/mmcblk0p1,      MMC,           /dev/mmcblk0,        1",
        "/dev/md0p1,          MD,            /dev/md0,            1",
        "/dev/md/0p3,         MD,            /dev/md/0,           3",
        "/dev/md_d0p1,        MD,            /dev/md_d0,          1",
        "/dev/mapper/mpatha-part1, DEVICE_MAPPER, /dev/mapper/mpatha, 1",
        "/dev/loop7p5,        LOOP,          /dev/loop7,          5",
        "/dev/nbd0p1,         NETWORK,       /dev/nbd0,           1",
        "/dev/rd/c0d0p1,      MYLEX,         /dev/rd/c0d0,        1",
        "/dev/cciss/c1d2p3,   COMPAQ,        /dev/cciss/c1d2,     3",
        "/dev/ida/c0d0p6,     COMPAQ,        /dev/ida/c0d0,       6",
        "/dev/ad4s1,          FREEBSD,       /dev/ad4,            1",
        "/dev/ada0p2,         FREEBSD,       /dev/ada0,           2",
        "sdb3,                SCSI,          /dev/sdb,            3",
    })
    void findsTheDiskAndThePartition(String name, Family family, String disk, int partition) {
        DeviceName understood = DeviceName.parse(name);

        assertThat(understood.family()).isEqualTo(family);
        assertThat(understood.disk()).isEqualTo(disk);
        assertThat(understood.partition()).isEqualTo(OptionalInt.of(partition));
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/sda, SCSI",
        "/dev/nvme1n1, NVME",
        "/dev/mmcblk0boot0, MMC",
        "/dev/md127, MD",
        "/dev/md/server:root, MD",
        "/dev/dm-3, DEVICE_MAPPER",
        "/dev/mapper/vg0-root, DEVICE_MAPPER",
        "/dev/loop0, LOOP",
        "/dev/sr0, ROM",
        "/dev/rd/c0d1, MYLEX",
        "/dev/vg0/root, OTHER",
        "/dev/disk/by-label/sda1, OTHER",
        "tmpfs, OTHER",
    })
    void knowsWhatIsNoPartition(String name, Family family) {
        DeviceName understood = DeviceName.parse(name);

        assertThat(understood.family()).isEqualTo(family);
        assertThat(understood.isPartition()).isFalse();
        assertThat(understood.disk()).isEqualTo(understood.path());
    }

    @Test
    void readsTheLetterInsideAFreeBsdSlice() {
        DeviceName understood = DeviceName.parse("/dev/ad4s1a");

        assertThat(understood.disk()).isEqualTo("/dev/ad4");
        assertThat(understood.partition()).hasValue(1);
        assertThat(understood.label()).contains("a");
    }

    @Test
    void ordersTheDisksOfAFamily() {
        assertThat(Stream.of("sdaa", "sdz", "sda", "sdb")
                        .map(DeviceName::parse)
                        .sorted((a, b) -> Long.compare(a.order(), b.order())))
                .extracting(DeviceName::disk)
                .containsExactly("/dev/sda", "/dev/sdb", "/dev/sdz", "/dev/sdaa");
        assertThat(DeviceName.parse("/dev/rd/c0d2").order())
                .isLessThan(DeviceName.parse("/dev/rd/c1d0").order());
        assertThat(DeviceName.parse("/dev/nvme0n1").order())
                .isLessThan(DeviceName.parse("/dev/nvme1n1").order());
    }
}
