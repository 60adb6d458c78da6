package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.LayerNames;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.mount.FstabVerdict.Action;
import io.github.rescuekit.parse.Crypttab;
import io.github.rescuekit.parse.Fstab;
import io.github.rescuekit.parse.MdadmConf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountPlannerTest {

    private static final TestMachine ONE_DISK = TestMachine.with(
            "vda disk SERIAL=QM0001 WWN=0x5000",
            "vda1 ext4 UUID=aaaa LABEL=root PARTUUID=p1 PARTLABEL=system",
            "vda2 ext4 UUID=bbbb LABEL=var PARTUUID=p2 PARTLABEL=data",
            "vda3 swap UUID=cccc",
            "vda5 xfs UUID=dddd LABEL=home",
            "vda6 vfat UUID=ABCD-1234");

    @ParameterizedTest
    @CsvSource({
        "UUID=bbbb, by UUID",
        "UUID=BBBB, by UUID",
        "UUID=\"bbbb\", by UUID",
        "LABEL=var, by LABEL",
        "PARTUUID=P2, by PARTUUID",
        "PARTLABEL=data, by PARTLABEL",
        "/dev/disk/by-uuid/bbbb, by UUID",
        "/dev/disk/by-label/var, by LABEL",
        "/dev/disk/by-partuuid/p2, by PARTUUID",
        "/dev/disk/by-partlabel/data, by PARTLABEL",
        "/dev/disk/by-id/virtio-QM0001-part2, by ID",
        "/dev/disk/by-id/ata-QEMU_HARDDISK_QM0001-part2, by ID",
        "ID=wwn-0x5000-part2, by ID",
    })
    void findsADeviceByWhatIdentifiesIt(String source, String reason) {
        assertThat(verdict(ONE_DISK, source + " /var ext4 defaults 0 2")).isEqualTo("1 /var MOUNT /dev/vda2 " + reason);
    }

    @Test
    void doesNotCallALineStaleWhileADeviceCouldNotBeRead() {
        TestMachine machine =
                TestMachine.with("vda disk", "vda1 ext4 UUID=aaaa", "vda2").thatCouldNotRead("/dev/vda2");

        FoundDevice found = new DeviceFinder(
                        Fstab.parse(""), LayerNames.NONE, machine.machine(), machine.device("/dev/vda1"))
                .find("UUID=bbbb", "ext4");

        assertThat(found.device()).isEmpty();
        assertThat(found.unclear()).isTrue();
        assertThat(found.isNowhere()).isFalse();
        assertThat(found.how()).contains("no device here has this UUID that could be read", "/dev/vda2 could not");
    }

    @ParameterizedTest
    @CsvSource({"cccc, true", "bbbb, false", "aaaa, false"})
    void callsNothingNowhereThatMayBeOneOfTwoCopies(String uuid, boolean nowhere) {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 ext4 UUID=aaaa",
                "sdb disk",
                "sdb1 crypto_LUKS UUID=bbbb",
                "sdc disk",
                "sdc1 crypto_LUKS UUID=bbbb");

        assertThat(new DeviceFinder(Fstab.parse(""), LayerNames.NONE, machine.machine(), machine.device("/dev/sda1"))
                        .find("UUID=" + uuid, "crypto_LUKS")
                        .isNowhere())
                .isEqualTo(nowhere);
    }

    // The journal of the repair of that line lies there.
    @ParameterizedTest
    @CsvSource({
        "UUID=zz /var ext4, /var, /home, MOUNT",
        "UUID=zz /var ext4, /run/rescuekit/target/var, /home, MOUNT",
        "UUID=zz /var ext4, /srv, /home, FAILED",
        "UUID=zz /var ext4, /var, /var, FAILED",
        "UUID=zz /home ext4, /home, /srv, FAILED",
    })
    void mountsForTheJournalWhatWasLastMountedThere(String line, String ofOne, String ofOther, Action action) {
        Map<String, String> lastMounted = Map.of("/dev/vda2", ofOne, "/dev/vda5", ofOther);

        List<FstabVerdict> verdicts = plan(ONE_DISK, "/dev/vda1", line + " defaults 0 2", lastMounted).stream()
                .map(PlannedLine::verdict)
                .filter(it -> it.line() == 1)
                .toList();

        assertThat(verdicts)
                .singleElement()
                .satisfies(it -> assertThat(it.action()).isEqualTo(action));
        assertThat(verdicts.get(0).device().map(BlockDevice::path))
                .isEqualTo(action == Action.MOUNT ? Optional.of("/dev/vda2") : Optional.empty());
    }

    @Test
    void comparesTheUuidOfVfatInAnyCase() {
        assertThat(verdict(ONE_DISK, "UUID=abcd-1234 /boot/efi vfat umask=0077 0 1"))
                .isEqualTo("1 /boot/efi MOUNT /dev/vda6 by UUID");
    }

    @ParameterizedTest
    @CsvSource({
        "UUID=zz /var ext4 defaults 0 2, FAILED - no device here has this UUID",
        "UUID=zz /var ext4 nofail 0 2, 'SKIPPED - nofail: no device here has this UUID, and the boot goes on without it'",
        "UUID=cccc /var ext4 defaults 0 2, 'FAILED /dev/vda3 by UUID, but it holds swap'",
        "tmpfs /tmp tmpfs size=1g 0 0, SKIPPED - it lives in memory and was lost at the reboot",
        "/dev/shm /dev/shm tmpfs defaults 0 0, SKIPPED - it lives in memory and was lost at the reboot",
        "proc /proc proc defaults 0 0, SKIPPED - the kernel makes it up; a chroot gets its own",
        "/dev/proc /proc proc defaults 0 0, SKIPPED - the kernel makes it up; a chroot gets its own",
        "/dev/sys /sys sysfs defaults 0 0, SKIPPED - the kernel makes it up; a chroot gets its own",
        "/dev/devpts /dev/pts devpts gid=5 0 0, SKIPPED - the kernel makes it up; a chroot gets its own",
        "nas:/export /mnt nfs defaults 0 0, SKIPPED - it needs the network",
        "//nas/x /mnt cifs credentials=/root/c 0 0, SKIPPED - it needs the network",
        "UUID=bbbb /var ext4 noauto 0 0, SKIPPED /dev/vda2 noauto: the system does not mount it at boot either",
        "UUID=bbbb /boot ext4 noauto 0 0, MOUNT /dev/vda2 by UUID",
        "/usr/tmpDSK /tmp ext3 defaults 0 0, 'SKIPPED - it is an image file inside the system, which is not attached'",
        "'/usr/tmpDSK /tmp ext3 loop,noexec 0 0', 'SKIPPED - it is an image file inside the system, which is not attached'",
        "/tmp /var/tmp ext3 bind 0 0, MOUNT - a bind mount of /tmp",
        "none /var/tmp none bind 0 0, FAILED - what it binds is not a directory of the system",
        "UUID=bbbb var ext4 defaults 0 2, FAILED - its mount point is not an absolute path",
        "UUID=bbbb /../../var ext4 defaults 0 2, FAILED - its mount point contains '..'",
        "UUID=bbbb /var/ ext4 defaults 0 2, MOUNT /dev/vda2 by UUID",
        "'UUID=bbbb /var ext3 usrquota,grpquota 0 2', 'MOUNT /dev/vda2 by UUID; it holds ext4, not ext3'",
        "UUID=bbbb /var auto defaults 0 2, MOUNT /dev/vda2 by UUID",
        "overlay /x overlay lowerdir=/a 0 0, FAILED - it names no device",
        "UUID=bbbb /x ignore defaults 0 0, SKIPPED /dev/vda2 its type tells mount(8) to ignore the line",
    })
    void judgesALineByItsRule(String line, String expected) {
        assertThat(verdict(ONE_DISK, line).replaceFirst("^1 \\S+ ", "")).isEqualTo(expected);
    }

    @Test
    void saysThatTheDeviceOfASwapLineIsMissing() {
        assertThat(verdict(ONE_DISK, "UUID=cccc none swap sw 0 0"))
                .isEqualTo("1 none SKIPPED /dev/vda3 swap holds no files");
        assertThat(verdict(ONE_DISK, "UUID=zz none swap sw 0 0"))
                .isEqualTo("1 none SKIPPED - swap holds no files; no device here has this UUID");
    }

    @Test
    void neverStopsAtAMalformedLine() {
        assertThat(verdicts(ONE_DISK, "/dev/vda1", "garbage\n\u001b[2J x\nUUID=bbbb /var ext4"))
                .containsExactly(
                        "0 / MOUNT /dev/vda1 chosen as the root; fstab has no line for it",
                        "1  FAILED - it is no line that mount(8) understands",
                        "2  FAILED - it is no line that mount(8) understands",
                        "3 /var MOUNT /dev/vda2 by UUID");
    }

    @Test
    void translatesTheOldLayoutByTheDiskOfTheRoot() {
        TestMachine machine = TestMachine.with(
                "loop0 disk", "loop0p1 ext3", "loop0p2 ext3", "loop0p3 swap", "sda disk", "sda1 ext3", "sda2 ext3");
        String fstab = """
                /dev/sda1 / ext3 errors=remount-ro 0 1
                /dev/sda2 /var ext3 defaults,usrquota,grpquota 0 2
                /dev/sda3 none swap sw 0 0
                /dev/sda5 /home ext3 defaults 0 2
                """;
        String evidence = "/dev/sda was today's /dev/loop0: its sda1 is the root";
        assertThat(verdicts(machine, "/dev/loop0p1", fstab))
                .containsExactly(
                        "1 / MOUNT /dev/loop0p1 " + evidence,
                        "2 /var MOUNT /dev/loop0p2 " + evidence,
                        "3 none SKIPPED /dev/loop0p3 swap holds no files",
                        "4 /home FAILED - " + evidence + ", and it has no such partition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sda", "hda", "xvda", "vda", "nvme0n1p", "mmcblk0p", "rd/c0d0p", "cciss/c0d0p", "ad4s"})
    void translatesTheNamesOfEveryDriver(String disk) {
        TestMachine machine = TestMachine.with("vdb disk", "vdb1 ext4", "vdb6 ext3");
        assertThat(verdicts(machine, "/dev/vdb1", "/dev/" + disk + "1 / ext4\n/dev/" + disk + "6 /var ext3"))
                .last()
                .asString()
                .startsWith("2 /var MOUNT /dev/vdb6 ");
    }

    @Test
    void refusesANameWhoseContentIsSomethingElse() {
        TestMachine machine = TestMachine.with("vdb disk", "vdb1 ext4", "vdb2 xfs");
        assertThat(verdicts(machine, "/dev/vdb1", "/dev/sda1 / ext4\n/dev/sda2 /var ext4"))
                .last()
                .isEqualTo("2 /var FAILED - /dev/sda was today's /dev/vdb: its sda1 is the root,"
                        + " but /dev/vdb2 holds xfs and not ext4");
    }

    @Test
    void findsASecondDiskByTheOnlyContentThatFits() {
        TestMachine machine = TestMachine.with(
                "sdb disk", "sdb1 ext4 UUID=aaaa", "sda disk", "sda1 xfs", "sda2 swap", "sdc disk", "sdc1 ext4");
        assertThat(verdicts(
                        machine,
                        "/dev/sdb1",
                        "UUID=aaaa / ext4\n/dev/sdb1 /srv xfs\n/dev/sdb2 none swap\n/dev/sdc1 /old ext4"))
                .containsExactly(
                        "1 / MOUNT /dev/sdb1 by UUID",
                        "2 /srv MOUNT /dev/sda1 /dev/sdb was today's /dev/sda: there sdb1 holds xfs and sdb2 holds swap",
                        "3 none SKIPPED /dev/sda2 swap holds no files",
                        "4 /old MOUNT /dev/sdc1 /dev/sdc was today's /dev/sdc: there sdc1 holds ext4");
    }

    @Test
    void refusesToGuessBetweenTwoDisksThatFit() {
        TestMachine machine =
                TestMachine.with("sda disk", "sda1 ext4 UUID=aaaa", "sdb disk", "sdb1 ext4", "sdc disk", "sdc1 ext4");
        assertThat(verdicts(machine, "/dev/sda1", "UUID=aaaa / ext4\n/dev/sdb1 /srv ext4"))
                .last()
                .isEqualTo(
                        "2 /srv FAILED - this name is of another boot, and the content of the disks here does not tell"
                                + " which is meant");
    }

    @Test
    void takesTheRootsOwnDiskAmongItsCopies() {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 ext4 UUID=aaaa",
                "sda6 xfs UUID=h",
                "sdb disk",
                "sdb1 ext4 UUID=aaaa",
                "sdb6 xfs UUID=h");
        assertThat(verdicts(machine, "/dev/sdb1", "UUID=aaaa / ext4\n/dev/vda6 /home xfs"))
                .last()
                .isEqualTo("2 /home MOUNT /dev/sdb6 /dev/vda was today's /dev/sdb: there vda6 holds xfs");
    }

    @Test
    void refusesToGuessBetweenTwoNamesThatFitOneDisk() {
        TestMachine machine = TestMachine.with("sda disk", "sda1 ext4 UUID=aaaa", "sdb disk", "sdb1 ext4");
        assertThat(verdicts(machine, "/dev/sda1", "UUID=aaaa / ext4\n/dev/sdb1 /a ext4\n/dev/sdc1 /b ext4"))
                .filteredOn(it -> it.contains("FAILED"))
                .hasSize(2);
    }

    @Test
    void takesTheNextDiskOnceAnotherIsRecognized() {
        TestMachine machine =
                TestMachine.with("vda disk", "vda1 ext4", "vdb disk", "vdb1 ext4", "vdb2 xfs", "vdc disk", "vdc1 ext4");
        assertThat(verdicts(
                        machine,
                        "/dev/vda1",
                        "/dev/sda1 / ext4\n/dev/sdb1 /b ext4\n/dev/sdc1 /c ext4\n/dev/sdc2 /d xfs"))
                .containsSubsequence(
                        "2 /b MOUNT /dev/vdc1 /dev/sdb was today's /dev/vdc: there sdb1 holds ext4",
                        "3 /c MOUNT /dev/vdb1 /dev/sdc was today's /dev/vdb: there sdc1 holds ext4 and sdc2 holds xfs");
    }

    @Test
    void neverTakesADiskOfTheRescueSystem() {
        TestMachine machine = TestMachine.with(
                        "sda disk", "sda1 ext4", "sda2 ext3 UUID=rescue", "sdb disk", "sdb1 ext4 UUID=aaaa")
                .runningFrom("/dev/sda1");
        assertThat(verdicts(machine, "/dev/sdb1", "UUID=aaaa / ext4\n/dev/sda2 /var ext3\nUUID=rescue /srv ext3"))
                .containsExactly(
                        "1 / MOUNT /dev/sdb1 by UUID",
                        "2 /var FAILED - this name is of another boot, and the content of the disks here does not tell which"
                                + " is meant",
                        "3 /srv FAILED - the only device with this UUID belongs to the running rescue system");
    }

    @Test
    void takesTheCopyOnTheRootsOwnDisk() {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 ext4 UUID=aaaa",
                "sda2 ext4 UUID=bbbb",
                "sdb disk",
                "sdb1 ext4 UUID=aaaa",
                "sdb2 ext4 UUID=bbbb");
        assertThat(verdicts(machine, "/dev/sdb1", "UUID=aaaa / ext4\nUUID=bbbb /var ext4"))
                .containsExactly(
                        "1 / MOUNT /dev/sdb1 by UUID; /dev/sda1 and /dev/sdb1 are copies of each other, this one is on the"
                                + " root's own disk",
                        "2 /var MOUNT /dev/sdb2 by UUID; /dev/sda2 and /dev/sdb2 are copies of each other, this one is on"
                                + " the root's own disk");
    }

    @Test
    void refusesCopiesThatNothingTellsApart() {
        TestMachine machine = TestMachine.with(
                "sda disk", "sda1 ext4 UUID=aaaa", "sdb disk", "sdb1 xfs UUID=b", "sdc disk", "sdc1 xfs UUID=b");
        assertThat(verdicts(machine, "/dev/sda1", "UUID=aaaa / ext4\nUUID=b /srv xfs"))
                .last()
                .isEqualTo(
                        "2 /srv FAILED - /dev/sdb1 and /dev/sdc1 are copies of each other, and nothing tells which one is"
                                + " meant");
    }

    @Test
    void seesAMemberBehindItsArrayAndALoopOfALookAsNoCopy() {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 ext4 UUID=aaaa",
                "sdb ext4 UUID=b",
                "md0 ext4 UUID=b ON=/dev/sdb",
                "loop9 ext4 UUID=aaaa FILE=/tmp/rescuekit-look/0-sda1");
        assertThat(verdicts(machine, "/dev/sda1", "UUID=aaaa / ext4\nUUID=b /srv ext4"))
                .containsExactly("1 / MOUNT /dev/sda1 by UUID", "2 /srv MOUNT /dev/md0 by UUID");
    }

    @Test
    void neverMountsAMember() {
        TestMachine machine = TestMachine.with(
                "sda disk", "sda1 ext4 UUID=aaaa", "sda2 linux_raid_member UUID=m", "sda3 LVM2_member");
        assertThat(verdicts(
                        machine, "/dev/sda1", "/dev/hda1 / ext4\nUUID=m /a ext4\n/dev/hda2 /b ext4\n/dev/hda3 /c auto"))
                .noneMatch(it -> it.matches("[234].* MOUNT .*"));
    }

    @Test
    void findsVolumesAndArraysByTheirNames() {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 LVM2_member",
                "mapper/vg0-root ext4 ON=/dev/sda1",
                "mapper/vg--1-var ext4 ON=/dev/sda1 LINK=/dev/vg-1/var",
                "mapper/vg--1-srv ext4 ON=/dev/sda1",
                "md127 ext4 ON=/dev/sda1");
        assertThat(verdicts(
                        machine,
                        "/dev/mapper/vg0-root",
                        "/dev/mapper/vg0-root / ext4\n/dev/vg-1/var /var ext4\n/dev/vg-1/srv /srv ext4\n"
                                + "/dev/mapper/gone /gone ext4\n/dev/md2 /data ext4"))
                .containsExactly(
                        "1 / MOUNT /dev/mapper/vg0-root by its name",
                        "2 /var MOUNT /dev/mapper/vg--1-var by its name",
                        "3 /srv MOUNT /dev/mapper/vg--1-srv by its name",
                        "4 /gone FAILED - nothing here has this name",
                        "5 /data MOUNT /dev/md127 /dev/md2 was today's /dev/md127: there md2 holds ext4");
    }

    @Test
    void keepsTheSubvolumeAndNoOtherOption() {
        TestMachine machine = TestMachine.with("sda disk", "sda1 btrfs UUID=a");
        List<PlannedLine> plan = plan(machine, "/dev/sda1", """
                UUID=a / btrfs defaults,subvol=@,compress=zstd 0 0
                UUID=a /home btrfs subvolid=257,x-systemd.automount 0 0
                UUID=a /x btrfs subvol="a,dev",noatime,usrquota 0 0
                """);
        assertThat(plan)
                .extracting(PlannedLine::options)
                .containsExactly(List.of("subvol=@"), List.of("subvolid=257"), List.of());
    }

    @Test
    void mountsASecondLineAtTheSamePlaceNever() {
        assertThat(verdicts(ONE_DISK, "/dev/vda1", "UUID=bbbb /var ext4\nUUID=dddd //var/ xfs"))
                .last()
                .isEqualTo("2 /var FAILED - an earlier line is mounted there already");
    }

    @Test
    void saysThatFstabMeansAnotherRoot() {
        assertThat(verdicts(ONE_DISK, "/dev/vda1", "UUID=bbbb / ext4"))
                .containsExactly("1 / MOUNT /dev/vda1 chosen as the root, but fstab means /dev/vda2 (by UUID)");
        assertThat(verdicts(ONE_DISK, "/dev/vda1", "UUID=zz // ext4"))
                .containsExactly(
                        "1 / MOUNT /dev/vda1 chosen as the root; the name in fstab leads nowhere: no device here"
                                + " has this UUID");
    }

    @Test
    void plansNoMoreThanAServerHas() {
        StringBuilder fstab = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            fstab.append("UUID=bbbb /d").append(i).append(" ext4\n");
        }
        assertThat(plan(ONE_DISK, "/dev/vda1", fstab.toString()).stream().filter(PlannedLine::isMount))
                .hasSizeLessThan(300);
    }

    @Test
    void aNameOfCrypttabIsFoundUnderTheNameThatItHasHere() {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 ext4",
                "sda2 crypto_LUKS UUID=7",
                "mapper/luks-7 ext4 ON=/dev/sda2",
                "sdb crypto_LUKS UUID=8");
        List<CrypttabEntry> crypttab = Crypttab.parse("home UUID=7 none luks\ndata UUID=8 none\ngone UUID=9 none\n");

        assertThat(new MountPlanner(
                                Fstab.parse("""
                                        /dev/mapper/home /home ext4
                                        /dev/mapper/data /data ext4
                                        /dev/mapper/gone /gone ext4
                                        """),
                                new LayerNames(crypttab, List.of()),
                                machine.machine(),
                                machine.device("/dev/sda1"),
                                device -> Optional.empty())
                        .plan().stream()
                                .skip(1)
                                .map(PlannedLine::verdict)
                                .map(it -> it.device().map(BlockDevice::path).orElse("-") + " " + it.reason()))
                .containsExactly(
                        "/dev/mapper/luks-7 by line 1 of crypttab",
                        "- line 2 of crypttab unlocks it from /dev/sdb, which is locked",
                        "- the device that line 3 of crypttab unlocks is not here");
    }

    @Test
    void anArrayIsFoundByItsUuidInMdadmConf() {
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1 linux_raid_member UUID=8961ae77-617e-81fa-5ad5-8c54e78a46ad",
                "sda2 linux_raid_member UUID=1961ae77-617e-81fa-5ad5-8c54e78a46ad",
                "md127 ext4 ON=/dev/sda1",
                "md126 ext4 ON=/dev/sda2");
        LayerNames names = new LayerNames(List.of(), MdadmConf.parse("""
                # as /usr/share/mdadm/mkconf writes it
                ARRAY /dev/md/0 metadata=1.2 name=server1:0 UUID=8961ae77:617e81fa:5ad58c54:e78a46ad
                ARRAY /dev/md/home level=raid1 num-devices=2
                   UUID=1961ae77:617e81fa:5ad58c54:e78a46ad
                """));
        var fstab = Fstab.parse("/dev/md0 / ext4\n/dev/md/home /home ext4\n");

        assertThat(new MountPlanner(
                                fstab,
                                names,
                                machine.machine(),
                                machine.device("/dev/md127"),
                                device -> Optional.empty())
                        .plan().stream()
                                .map(PlannedLine::verdict)
                                .map(it -> it.device().map(BlockDevice::path).orElse("-") + " " + it.reason()))
                .containsExactly("/dev/md127 by its UUID in mdadm.conf", "/dev/md126 by its UUID in mdadm.conf");
    }

    @Test
    void anEspBesideAMirrorIsShownThatNoLineMounts() {
        String esp = " vfat TYPE=" + PartitionEntry.EFI_SYSTEM;
        TestMachine machine = TestMachine.with(
                "sda disk",
                "sda1" + esp + " UUID=E1 PARTUUID=p1",
                "sda2 linux_raid_member",
                "sdb disk",
                "sdb1" + esp + " UUID=E2 PARTUUID=p2",
                "sdb2 linux_raid_member",
                "sdc disk",
                "sdc1" + esp + " UUID=E3 PARTUUID=p3",
                "md0 ext4 UUID=r ON=/dev/sda2,/dev/sdb2");

        assertThat(verdicts(machine, "/dev/md0", "UUID=r / ext4\nUUID=E1 /boot/efi vfat\n"))
                .filteredOn(it -> it.contains("/run/"))
                .containsExactly("0 /run/rescuekit-esp/p2 MOUNT /dev/sdb1 an EFI system partition of the mirror's disks"
                        + " that no line mounts");
    }

    @Test
    void anEspOfALoneDiskIsNotShownUnlessALineMountsIt() {
        TestMachine machine = TestMachine.with(
                "sda disk", "sda1 vfat TYPE=" + PartitionEntry.EFI_SYSTEM + " PARTUUID=p1", "sda2 ext4 UUID=r");

        assertThat(verdicts(machine, "/dev/sda2", "UUID=r / ext4\n")).noneMatch(it -> it.contains("/run/"));
    }

    private static String verdict(TestMachine machine, String line) {
        return verdicts(machine, "/dev/vda1", line).stream()
                .filter(it -> !it.startsWith("0 "))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> verdicts(TestMachine machine, String root, String fstab) {
        return plan(machine, root, fstab).stream()
                .map(PlannedLine::verdict)
                .map(it -> it.line() + " " + it.mountPoint() + " " + it.action() + " "
                        + it.device().map(BlockDevice::path).orElse("-") + " " + it.reason())
                .toList();
    }

    private static List<PlannedLine> plan(TestMachine machine, String root, String fstab) {
        return plan(machine, root, fstab, Map.of());
    }

    private static List<PlannedLine> plan(
            TestMachine machine, String root, String fstab, Map<String, String> lastMounted) {
        return new MountPlanner(
                        Fstab.parse(fstab),
                        LayerNames.NONE,
                        machine.machine(),
                        machine.device(root),
                        device -> Optional.ofNullable(lastMounted.get(device.path())))
                .plan();
    }
}
