package io.github.rescuekit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTest {

    private final List<BlockDevice> devices = new ArrayList<>();
    private final List<MountEntry> mounts = new ArrayList<>();
    private final List<SwapArea> swaps = new ArrayList<>();

    @Test
    void listsParentsBeforeTheirChildren() {
        add("/dev/md0", 9, 0, "/dev/sda1", "/dev/sdb1");
        add("/dev/sda1", 8, 1, "/dev/sda");
        add("/dev/sda", 8, 0);
        add("/dev/sdb", 8, 16);
        add("/dev/sdb1", 8, 17, "/dev/sdb");

        assertThat(machine().devices())
                .extracting(BlockDevice::path)
                .containsExactly("/dev/sda", "/dev/sda1", "/dev/sdb", "/dev/sdb1", "/dev/md0");
    }

    @Test
    void survivesDevicesThatClaimToBeMadeOfEachOther() {
        add("/dev/sda", 8, 0, "/dev/sdb");
        add("/dev/sdb", 8, 16, "/dev/sda");

        assertThat(machine().devices()).hasSize(2);
    }

    @Test
    void countsTheWholeDiskOfTheRunningRootAsTheRescues() {
        add("/dev/sda", 8, 0);
        add("/dev/sda1", 8, 1, "/dev/sda");
        add("/dev/sda2", 8, 2, "/dev/sda");
        add("/dev/sdb", 8, 16);
        mount(8, 1, "/", "ext4", "/dev/sda1");
        mount(8, 16, "/mnt", "ext4", "/dev/sdb");

        assertThat(rescue()).containsExactly("/dev/sda", "/dev/sda1", "/dev/sda2");
    }

    @Test
    void findsTheRootOnBtrfsByItsSource() {
        add("/dev/sda", 8, 0);
        mount(0, 25, "/", "btrfs", "/dev/sda");

        assertThat(rescue()).containsExactly("/dev/sda");
    }

    @Test
    void findsTheStickBehindAnOverlayOverSquashfsInAFile() {
        add("/dev/sda", 8, 0);
        add("/dev/sda1", 8, 1, "/dev/sda");
        add("/dev/sdb", 8, 16);
        loop("/dev/loop0", "/media/stick/live/filesystem.squashfs");
        loop("/dev/loop1", "/mnt/image");
        mount(0, 22, "/", "overlay", "overlay", "rw", "lowerdir=/run/rootfs:/etc", "upperdir=/run/cow/rw");
        mount(7, 0, "/run/rootfs", "squashfs", "/dev/loop0");
        mount(8, 1, "/media/stick", "vfat", "/dev/sda1");
        mount(8, 16, "/mnt", "ext4", "/dev/sdb");

        assertThat(rescue()).containsExactlyInAnyOrder("/dev/sda", "/dev/sda1", "/dev/loop0");
    }

    @Test
    void countsTheMediumOfALiveSystemAsTheRescues() {
        add("/dev/sr0", 11, 0);
        mount(0, 22, "/", "overlay", "overlay", "lowerdir=/gone");
        mount(11, 0, "/run/live/medium", "iso9660", "/dev/sr0");

        assertThat(rescue()).containsExactly("/dev/sr0");
    }

    @Test
    void countsADiskWithSwapInUseAsTheRescues() {
        add("/dev/sda", 8, 0);
        add("/dev/sda1", 8, 1, "/dev/sda");
        add("/dev/sdb", 8, 16);
        swaps.add(new SwapArea("/dev/sda1", Bytes.gib(1)));

        assertThat(rescue()).containsExactly("/dev/sda", "/dev/sda1");
    }

    @Test
    void findsNothingOfItsOwnWhenTheRescueLivesInMemory() {
        add("/dev/sda", 8, 0);
        mount(0, 2, "/", "rootfs", "none");
        mount(0, 3, "/", "tmpfs", "tmpfs");

        assertThat(rescue()).isEmpty();
    }

    private List<String> rescue() {
        Machine machine = machine();
        return machine.devices().stream()
                .filter(machine::belongsToRescue)
                .map(BlockDevice::path)
                .toList();
    }

    private Machine machine() {
        return new Machine(devices, mounts, swaps, List.of(), List.of());
    }

    private void add(String path, int major, int minor, String... parents) {
        add(path, new DeviceNumber(major, minor), Optional.empty(), parents);
    }

    private void loop(String path, String file) {
        int minor = Integer.parseInt(path.substring("/dev/loop".length()));
        add(path, new DeviceNumber(7, minor), Optional.of(file));
    }

    private void add(String path, DeviceNumber number, Optional<String> backingFile, String... parents) {
        devices.add(new BlockDevice(
                path,
                number,
                DeviceKind.OTHER,
                Bytes.gib(1),
                false,
                List.of(parents),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                backingFile));
    }

    private void mount(int major, int minor, String at, String type, String source, String... superOptions) {
        mounts.add(new MountEntry(
                mounts.size(),
                0,
                new DeviceNumber(major, minor),
                "/",
                at,
                List.of("rw"),
                type,
                source,
                List.of(superOptions)));
    }
}
