package io.github.rescuekit.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.RescueException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstalledSystemSearchTest {

    private static final String DEBIAN_ROOT = "1f2e3d4c-0001-4000-8000-000000000001";
    private static final String ALMA_ROOT = "9f2e3d4c-0001-4000-8000-000000000001";

    private final TestDisks disks = new TestDisks();
    private final TreeMounter mounter = new TreeMounter();

    @AfterEach
    void nothingStaysMounted() {
        assertThat(mounter.open()).isZero();
        mounter.close();
    }

    @Test
    void findsTheOnlySystemAndSaysWhy() {
        disks.disk("/dev/sda")
                .partitionOfType("/dev/sda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sda2", "ext4", DEBIAN_ROOT, "")
                .partition("/dev/sda3", "swap");
        mounter.put("/dev/sda2", SystemTree.of("debian-12").elf("usr/bin/dash", 62));

        try (FoundSystems found = find()) {
            SystemCandidate system = found.choose(Optional.empty());
            assertThat(system.device().path()).isEqualTo("/dev/sda2");
            assertThat(system.system().hostname()).contains("server1");
            assertThat(system.reasons())
                    .containsExactly(
                            "kernel 6.1.0-27-amd64 with initramfs and modules",
                            "/ in fstab is this filesystem",
                            "init is systemd",
                            "machine-id 0123456789abcdef0123456789abcdef");
            assertThat(system.warnings()).isEmpty();
            assertThat(reasons(found)).containsExactly("/dev/sda1: BIOS boot partition", "/dev/sda3: swap");
        }
    }

    @Test
    void saysHowToLookAtWhatOtherSystemsKeepOnADisk() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ntfs")
                .partition("/dev/sda2", "VMFS_volume_member")
                .partition("/dev/sda3", "ufs")
                .partition("/dev/sda4", "zfs_member", "1", "tank")
                .partition("/dev/sda5", "isw_raid_member");

        try (FoundSystems found = find()) {
            assertThat(reasons(found))
                    .containsExactly(
                            "/dev/sda1: NTFS of Windows; to look at it: mount -t ntfs-3g -o ro /dev/sda1 /media",
                            "/dev/sda2: VMFS of VMware ESXi; to look at it: vmfs6-fuse /dev/sda2 /media"
                                    + " (VMFS 5 and older: vmfs-fuse), with all its devices",
                            "/dev/sda3: UFS of FreeBSD; to look at it: mount -t ufs -o ro,ufstype=ufs2 /dev/sda3 /media"
                                    + " (UFS 1: ufstype=44bsd)",
                            "/dev/sda4: member of the ZFS pool tank; to look at it:"
                                    + " zpool import -f -o readonly=on -R /media tank",
                            "/dev/sda5: member of an array of Intel's firmware: not assembled");
        }
    }

    @Test
    void neverTouchesTheRescueSystemsOwnDisk() {
        disks.disk("/dev/vda")
                .partition("/dev/vda1", "ext4")
                .running("/dev/vda1")
                .disk("/dev/vdb");
        disks.partition("/dev/vdb1", "ext4", DEBIAN_ROOT, "cloudimg-rootfs");
        mounter.put("/dev/vdb1", SystemTree.of("debian-12"));

        try (FoundSystems found = find()) {
            assertThat(found.systems()).hasSize(1);
            assertThat(reasons(found)).containsExactly("/dev/vda: the running rescue system is on it");
            assertThat(mounter.looks()).containsExactly("/dev/vdb1");
        }
    }

    @Test
    void choosesNothingWhenTwoSystemsAreInstalled() {
        twoSystems();

        try (FoundSystems found = find()) {
            assertThatThrownBy(() -> found.choose(Optional.empty()))
                    .isInstanceOfSatisfying(
                            RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PERSON_NEEDED))
                    .hasMessageContaining("2 systems are installed")
                    .hasMessageContaining("/dev/sda1 UUID=" + DEBIAN_ROOT)
                    .hasMessageContaining("/dev/sda2 UUID=" + ALMA_ROOT);
        }
    }

    @Test
    void endsAndTakesItsLooksDownWhenTheOperatorInterrupts() {
        twoSystems();
        mounter.interruptedAt("/dev/sda2");

        assertThatThrownBy(this::find)
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
        assertThat(mounter.open()).isZero();
    }

    @Test
    void takesTheSystemThatIsNamed() {
        twoSystems();

        try (FoundSystems found = find()) {
            for (String word : List.of(
                    "/dev/sda2", ALMA_ROOT, "UUID=" + ALMA_ROOT, "alma9.example.com", "9123456789ab", "9123456789AB")) {
                assertThat(found.choose(Optional.of(word)).device().path())
                        .as(word)
                        .isEqualTo("/dev/sda2");
            }
            assertThatThrownBy(() -> found.choose(Optional.of("912"))).hasMessageContaining("no system is known");
            assertThatThrownBy(() -> found.choose(Optional.of("/dev/sda")))
                    .hasMessageContaining("2 systems answer to '/dev/sda'");
        }
    }

    @Test
    void saysWhyANamedDeviceIsNoSystem() {
        disks.disk("/dev/sda").partition("/dev/sda1", "linux_raid_member");

        try (FoundSystems found = find()) {
            assertThatThrownBy(() -> found.choose(Optional.of("/dev/sda1")))
                    .isInstanceOfSatisfying(
                            RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                    .hasMessageContaining("member of an array: not assembled");
            assertThatThrownBy(() -> found.choose(Optional.empty()))
                    .isInstanceOfSatisfying(
                            RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PROBLEMS_FOUND))
                    .hasMessageContaining("no installed system was found");
        }
    }

    @Test
    void putsTheCompleteSystemBeforeTheHalfOne() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", "other", "")
                .partition("/dev/sda2", "ext4", ALMA_ROOT, "");
        mounter.put("/dev/sda1", SystemTree.of("debian-12").remove("boot"))
                .put("/dev/sda2", SystemTree.of("almalinux-9"));

        try (FoundSystems found = find()) {
            assertThat(found.systems()).extracting(it -> it.device().path()).containsExactly("/dev/sda2", "/dev/sda1");
            assertThat(found.systems().get(1).reasons())
                    .contains("modules of kernel 6.1.0-27-amd64, its image is not seen")
                    .contains("/ in fstab is UUID=" + DEBIAN_ROOT + ", which nothing here has");
        }
    }

    @Test
    void knowsTheRootsOfContainersChrootsAndCopies() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", DEBIAN_ROOT, "root")
                .partition("/dev/sda2", "ext4")
                .partition("/dev/sda3", "ext4")
                .partition("/dev/sda4", "ext4")
                .partition("/dev/sda5", "ext4");
        mounter.put("/dev/sda1", SystemTree.of("debian-12"))
                .put("/dev/sda2", SystemTree.of("debian-12"))
                .put("/dev/sda3", SystemTree.of("alpine-3.19").file(".dockerenv", ""))
                .put("/dev/sda4", SystemTree.of("debian-12").file("etc/debian_chroot", "build\n"))
                .put(
                        "/dev/sda5",
                        SystemTree.empty()
                                .file("etc/os-release", "ID=debian\nNAME=x\n")
                                .directory("usr"));

        try (FoundSystems found = find()) {
            assertThat(found.choose(Optional.empty()).device().path()).isEqualTo("/dev/sda1");
            assertThat(found.otherRoots())
                    .extracting(it -> it.device().path() + " " + it.kind() + " "
                            + it.reasons().get(0))
                    .containsExactlyInAnyOrder(
                            "/dev/sda2 BACKUP its fstab says that / is UUID=" + DEBIAN_ROOT + ", which is /dev/sda1",
                            "/dev/sda3 CONTAINER /.dockerenv is there",
                            "/dev/sda4 CHROOT /etc/debian_chroot is there",
                            "/dev/sda5 CONTAINER no kernel, no modules, no / in its fstab");
            assertThat(found.choose(Optional.of("/dev/sda2")).kind()).isEqualTo(RootKind.BACKUP);
        }
    }

    @Test
    void namesTheRootsThatLieInDirectories() {
        disks.disk("/dev/sda").partition("/dev/sda1", "ext4", DEBIAN_ROOT, "root");
        SystemTree tree = SystemTree.of("debian-12");
        for (String place : List.of("var/lib/docker/overlay2/4f/diff", "var/lib/lxc/mail/rootfs", "backup/old")) {
            tree.file(place + "/etc/passwd", "root:x:0:0\n").directory(place + "/usr");
        }
        tree.file("backup/files/etc/passwd", "");
        mounter.put("/dev/sda1", tree);

        try (FoundSystems found = find()) {
            assertThat(found.nested())
                    .extracting(it -> it.path() + " " + it.kind() + " " + it.owner())
                    .containsExactly(
                            "/var/lib/docker/overlay2/4f/diff CONTAINER docker",
                            "/var/lib/lxc/mail/rootfs CONTAINER LXC",
                            "/backup/old BACKUP backup");
        }
    }

    @Test
    void looksAtNoFilesystemThatAFoundSystemMountsAsItsOwnPart() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "xfs", "9f2e3d4c-0002-4000-8000-000000000002", "boot")
                .partition("/dev/sda2", "xfs", ALMA_ROOT, "");
        mounter.put("/dev/sda2", SystemTree.of("almalinux-9"));

        try (FoundSystems found = find()) {
            assertThat(mounter.looks()).containsExactly("/dev/sda2");
            assertThat(reasons(found)).containsExactly("/dev/sda1: /boot of the system on /dev/sda2");
        }
    }

    @Test
    void looksForAnotherSystemAlsoWhereAFoundOneMountsIt() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", DEBIAN_ROOT, "root")
                .partition("/dev/sda2", "ext4", ALMA_ROOT, "");
        mounter.put(
                        "/dev/sda1",
                        SystemTree.of("debian-12")
                                .file(
                                        "etc/fstab",
                                        "UUID=" + DEBIAN_ROOT + " / ext4 defaults 0 1\nUUID=" + ALMA_ROOT
                                                + " /mnt/other xfs noauto 0 0\n"))
                .put("/dev/sda2", SystemTree.of("almalinux-9"));

        try (FoundSystems found = find()) {
            assertThat(found.systems()).hasSize(2);
        }
    }

    @Test
    void warnsOfClonesAndAsksForAPath() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", DEBIAN_ROOT, "")
                .disk("/dev/sdb")
                .partition("/dev/sdb1", "ext4", DEBIAN_ROOT, "");
        mounter.put("/dev/sda1", SystemTree.of("debian-12")).put("/dev/sdb1", SystemTree.of("debian-12"));

        try (FoundSystems found = find()) {
            assertThat(found.systems())
                    .allSatisfy(it -> assertThat(it.warnings())
                            .singleElement()
                            .asString()
                            .contains("has the same UUID (10.0 GiB)"));
            assertThatThrownBy(() -> found.choose(Optional.of(DEBIAN_ROOT)))
                    .hasMessageContaining("2 systems answer to")
                    .hasMessageNotContaining("/dev/sda1 UUID=");
            assertThat(found.choose(Optional.of("/dev/sdb1")).device().path()).isEqualTo("/dev/sdb1");
        }
    }

    @Test
    void warnsOfHibernationForeignProgramsAndAnIncompleteView() {
        disks.disk("/dev/sda").partition("/dev/sda1", "ext4", DEBIAN_ROOT, "").partition("/dev/sda2", "swsuspend");
        mounter.put("/dev/sda1", SystemTree.of("debian-12").elf("usr/bin/dash", 183))
                .incomplete("/dev/sda1", "the journal was not replayed");

        try (FoundSystems found = find()) {
            assertThat(found.systems().get(0).warnings())
                    .anySatisfy(it -> assertThat(it).contains("hibernated").contains("/dev/sda2"))
                    .anySatisfy(it ->
                            assertThat(it).contains("installed for aarch64").contains("x86_64"))
                    .anySatisfy(it -> assertThat(it).contains("the journal was not replayed"));
        }
    }

    @Test
    void looksOnlyAtTheDeviceThatIsNamed() {
        twoSystems();

        try (FoundSystems found =
                new InstalledSystemSearch(mounter, "x86_64").find(disks.machine(), Optional.of("/dev/sda2"))) {
            assertThat(mounter.looks()).containsExactly("/dev/sda2");
            assertThat(found.choose(Optional.of("/dev/sda2")).system().hostname())
                    .contains("alma9.example.com");
        }
    }

    @Test
    void goesOnWhenAFilesystemCannotBeRead() {
        disks.disk("/dev/sda").partition("/dev/sda1", "ext4").partition("/dev/sda2", "ext4", DEBIAN_ROOT, "");
        mounter.put("/dev/sda2", SystemTree.of("debian-12"));

        try (FoundSystems found = find()) {
            assertThat(found.systems()).hasSize(1);
            assertThat(reasons(found)).containsExactly("/dev/sda1: /dev/sda1 could not be read");
        }
    }

    @Test
    void namesWhatIsOnAnEmptyMachine() {
        try (FoundSystems found = find()) {
            assertThatThrownBy(() -> found.choose(Optional.empty())).hasMessageContaining("there is no disk");
        }
    }

    private void twoSystems() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", DEBIAN_ROOT, "")
                .partition("/dev/sda2", "ext4", ALMA_ROOT, "");
        mounter.put("/dev/sda1", SystemTree.of("debian-12")).put("/dev/sda2", SystemTree.of("almalinux-9"));
    }

    private FoundSystems find() {
        return new InstalledSystemSearch(mounter, "x86_64").find(disks.machine());
    }

    private static List<String> reasons(FoundSystems found) {
        return found.passedOver().stream()
                .map(it -> it.device().path() + ": " + it.reason())
                .toList();
    }
}
