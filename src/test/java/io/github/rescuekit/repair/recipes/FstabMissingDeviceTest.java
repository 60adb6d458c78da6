package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FstabMissingDeviceTest {

    private static final String STALE = "UUID=" + StartingServer.NOWHERE;
    private static final String DATA = "da7ada7a-0001-4000-8000-000000000000";
    private static final String LINE = STALE + " /srv   ext4\tdefaults,noatime 0 2";
    private static final Choice NOFAIL = TestRepair.remedy("nofail");
    private static final Choice COMMENT = TestRepair.remedy("comment");

    private final Map<String, String> lastMounted = new HashMap<>();
    private final StartingServer server = new StartingServer();
    private final FstabMissingDevice recipe =
            new FstabMissingDevice(device -> Optional.ofNullable(lastMounted.get(device.path())));

    @Test
    void findsTheLineThatStopsTheBoot() {
        server.fstabLine(LINE);

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "fstab-missing-device",
                        Severity.CRITICAL,
                        "The boot stops at line 6 (/srv) of /etc/fstab: " + STALE + " is on no disk",
                        List.of(
                                "line 6, " + STALE + " on /srv: no device here has this UUID;"
                                        + " systemd waits 90 s, then stops in emergency mode",
                                "nothing on these disks is certainly what it means"),
                        Optional.of("fstab-missing-device")));
    }

    @Test
    void findsAVolumeThatTheBootDoesNotUnlock() {
        lockedData();
        server.fstabLine("UUID=" + DATA + " /srv ext4 defaults 0 2");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.title())
                        .isEqualTo("The boot stops at line 6 (/srv) of /etc/fstab: UUID=" + DATA
                                + " lies in /dev/vdb1, which the boot does not unlock"))
                .satisfies(it -> assertThat(it.evidence())
                        .contains("for the boot to unlock it, give it a line in /etc/crypttab: NAME UUID="
                                + StartingServer.LUKS + " KEYFILE luks"));
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains("/srv ext4 defaults,nofail,x-systemd.device-timeout=10s 0 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data UUID=" + StartingServer.LUKS + " /etc/keys/data luks", "data /dev/vdb1 none luks,noauto"})
    void findsNothingWhereCrypttabUnlocksIt(String line) {
        lockedData();
        server.fstabLine("UUID=" + DATA + " /srv ext4 defaults 0 2").crypttab(line);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void findsNothingWhereTheKernelIsToldToUnlockIt() {
        lockedData();
        server.fstabLine("UUID=" + DATA + " /srv ext4 defaults 0 2")
                .replace("/boot/grub/grub.cfg", "ro ", "ro rd.luks.uuid=luks-" + StartingServer.LUKS + " ");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void meansNoFilesystemThatTheBootDoesNotUnlock() {
        lockedData();
        lastMounted.put("/dev/mapper/data", "/srv");
        server.fstabLine(LINE);

        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains(STALE, "nofail");
    }

    private void lockedData() {
        server.disks
                .disk("/dev/vdb")
                .partition("/dev/vdb1", "crypto_LUKS", StartingServer.LUKS, "")
                .layer(DeviceKind.CRYPT, "/dev/mapper/data", "ext4", DATA, "/dev/vdb1");
    }

    @Test
    void letsTheBootGoOnWithoutWhatIsMountedAfterIt() {
        server.fstabLine(LINE)
                .fstabLine("tmpfs /srv/scratch tmpfs defaults 0 0")
                .fstabLine("/srv/www /var/www none bind 0 0")
                .fstabLine("/srv/swapfile none swap sw 0 0")
                .fstabLine("tmpfs /srv2 tmpfs defaults 0 0")
                .fstabLine("tmpfs /srv/later tmpfs x-systemd.automount 0 0");

        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains(
                        "/srv   ext4\tdefaults,noatime,nofail,x-systemd.device-timeout=10s 0 2",
                        "tmpfs /srv/scratch tmpfs defaults,nofail 0 0",
                        "/srv/www /var/www none bind,nofail 0 0",
                        "/srv/swapfile none swap sw 0 0",
                        "tmpfs /srv2 tmpfs defaults 0 0",
                        "tmpfs /srv/later tmpfs x-systemd.automount 0 0");
    }

    // Seen in a virtual machine with systemd 252: "Dependency failed for srv-scratch.mount", then emergency mode.
    @ParameterizedTest
    @ValueSource(strings = {"defaults,nofail", "noauto"})
    void findsWhatIsMountedAfterALineThatTheBootDoesWithout(String options) {
        server.fstabLine(STALE + " /srv ext4 " + options + " 0 2").fstabLine("tmpfs /srv/scratch tmpfs defaults 0 0");

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "fstab-missing-device",
                        Severity.CRITICAL,
                        "The boot stops at line 7 (/srv/scratch) of /etc/fstab: it is mounted only after line 6 (/srv),"
                                + " and " + STALE + " is on no disk",
                        List.of("the boot does without /srv, and not without what is to be mounted after it"),
                        Optional.of("fstab-missing-device")));
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains(STALE + " /srv ext4 " + options + " 0 2", "/srv/scratch tmpfs defaults,nofail 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs /srv/scratch tmpfs nofail 0 0", "tmpfs /srv2/scratch tmpfs defaults 0 0"})
    void findsNothingAfterALineThatTheBootDoesWithout(String line) {
        server.fstabLine(STALE + " /srv ext4 nofail 0 2").fstabLine(line);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void findsNothingAfterALineWhoseDeviceIsHere() {
        server.disks.disk("/dev/vdb").partition("/dev/vdb1", "ext4", DATA, "");
        server.fstabLine("UUID=" + DATA + " /srv ext4 nofail 0 2").fstabLine("tmpfs /srv/scratch tmpfs defaults 0 0");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void letsTheBootGoOnWithoutALineThatNothingFits() {
        server.fstabLine(LINE);
        String before = server.fstab();

        Plan plan = recipe.plan(server.system(), Choice.DEFAULT);

        assertThat(plan.steps())
                .containsExactly(new Step.ReplaceFile(
                        StartingServer.FSTAB,
                        FileText.of(before),
                        FileText.of(before.replace(
                                "defaults,noatime", "defaults,noatime,nofail,x-systemd.device-timeout=10s"))));
        assertThat(plan.warnings()).singleElement().asString().contains("only not attached to this rescue system");
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void namesTheFilesystemThatWasLastMountedThere() {
        server.fstabLine(LINE);
        server.disks
                .partition("/dev/vda5", "ext4", "da7ada7a-0000-4000-8000-000000000000", "")
                .partition("/dev/vda6", "ext4", DATA, "");
        lastMounted.put("/dev/vda6", "/srv");
        lastMounted.put("/dev/vda5", "/old");

        assertThat(evidence()).contains("/dev/vda6 (UUID=" + DATA + ") was last mounted on /srv");
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .isEqualTo(server.fstab().replace(STALE, "UUID=" + DATA));
        assertThat(plan(Choice.DEFAULT).warnings())
                .singleElement()
                .asString()
                .contains("line 6 (/srv) will mean UUID=" + DATA + ", for /dev/vda6 was last mounted on /srv.");
    }

    @Test
    void namesTheFilesystemWithTheLabelOfTheMountPoint() {
        server.fstabLine(LINE.replace("ext4", "xfs"));
        server.disks.partition("/dev/vda5", "xfs", DATA, "srv").partition("/dev/vda6", "xfs");

        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains("UUID=" + DATA + " /srv ");
    }

    @Test
    void namesTheOnlyFilesystemThatNoOtherLineMeans() {
        server.fstabLine(LINE);
        server.disks.disk("/dev/vdb").partition("/dev/vdb1", "ext4", DATA, "");

        assertThat(evidence()).contains("/dev/vdb1 (UUID=" + DATA + ") is the only ext4 that no other line means");
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains("UUID=" + DATA + " /srv ");
    }

    @ParameterizedTest
    @CsvSource({"/, /dev/vdb1", "/backup, /dev/vdb1", "/srv2, /dev/vdb1"})
    void takesNoFilesystemThatWasMountedElsewhere(String where, String device) {
        server.fstabLine(LINE);
        server.disks.disk("/dev/vdb").partition(device, "ext4", DATA, "");
        lastMounted.put(device, where);

        assertThat(evidence()).contains("nothing on these disks is certainly what it means");
    }

    @Test
    void doesNotMindThatARescueSystemMountedItElsewhere() {
        server.fstabLine(LINE);
        server.disks.disk("/dev/vdb").partition("/dev/vdb1", "ext4", DATA, "");
        lastMounted.put("/dev/vdb1", "/mnt");

        assertThat(evidence()).contains("/dev/vdb1 (UUID=" + DATA + ") is the only ext4 that no other line means");
    }

    @Test
    void takesNoneOfTwoThatFit() {
        server.fstabLine(LINE);
        server.disks.partition("/dev/vda5", "ext4").partition("/dev/vda6", "ext4");

        assertThat(evidence()).contains("nothing on these disks is certainly what it means");
    }

    @Test
    void guessesNotWhichOfTwoLinesMeansTheOnlyOne() {
        server.fstabLine(LINE).fstabLine(LINE.replace("0ffba5ed", "0ffba5ee").replace("/srv", "/data"));
        server.disks.partition("/dev/vda5", "ext4", DATA, "");

        assertThat(recipe.diagnose(server.system())).hasSize(2);
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .doesNotContain(DATA)
                .contains("/srv   ext4\tdefaults,noatime,nofail,", "/data   ext4\tdefaults,noatime,nofail,");
    }

    @Test
    void takesNoFilesystemBesideOthersOnAForeignDisk() {
        server.fstabLine(LINE);
        server.disks.disk("/dev/vdb").partition("/dev/vdb1", "vfat").partition("/dev/vdb2", "ext4", DATA, "");

        assertThat(evidence()).contains("nothing on these disks is certainly what it means");
    }

    @Test
    void takesNoneOfTwoCopies() {
        server.fstabLine(LINE);
        server.disks.partition("/dev/vda5", "ext4", DATA, "").partition("/dev/vda6", "ext4", DATA, "");
        lastMounted.put("/dev/vda5", "/srv");

        assertThat(evidence()).contains("nothing on these disks is certainly what it means");
    }

    @Test
    void judgesADeviceThatCannotBeReadByTheRest() {
        server.fstabLine(LINE);
        server.disks.disk("/dev/vdb").partition("/dev/vdb1", "ext4", DATA, "");

        List<Finding> findings = new FstabMissingDevice(FstabMissingDeviceTest::unreadable).diagnose(server.system());

        assertThat(findings.get(0).evidence())
                .contains("/dev/vdb1 (UUID=" + DATA + ") is the only ext4 that no other line means");
    }

    private static Optional<String> unreadable(BlockDevice device) {
        throw new RescueException(ExitCode.TOOL_FAILED, device.path() + " cannot be read", "check it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct", "nofail", "comment"})
    void namesTheRootWhateverTheRemedy(String remedy) {
        server.replace(StartingServer.FSTAB, "UUID=" + StartingServer.ROOT, STALE);

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.CRITICAL))
                .satisfies(it -> assertThat(it.evidence())
                        .contains("/dev/vda2 (UUID=" + StartingServer.ROOT
                                + ") is the filesystem that this fstab is on"));
        assertThat(server.repaired(recipe, TestRepair.remedy(remedy), StartingServer.FSTAB))
                .isEqualTo(new StartingServer().fstab());
    }

    @Test
    void namesTheSubvolumesOfTheRootLikeTheRoot() {
        server.replace(StartingServer.FSTAB, "UUID=" + StartingServer.ROOT, STALE);
        server.fstabLine(STALE + " /home ext4 subvol=@home 0 0");

        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .contains("UUID=" + StartingServer.ROOT + " /home ext4 subvol=@home 0 0\n");
    }

    @Test
    void changesNothingOfTheEspButItsName() {
        server.replace(StartingServer.FSTAB, "5E77-E700", "DEAD-BEEF");
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .isEqualTo(new StartingServer().fstab());

        assertThat(plan(NOFAIL).steps()).isEmpty();
        assertThat(plan(COMMENT).steps()).isEmpty();
        assertThat(plan(COMMENT).warnings()).singleElement().asString().startsWith("line 4 (/boot/efi) stays as it is");
    }

    @Test
    void offersNoRepairForTheEspThatNothingFits() {
        server.replace(StartingServer.FSTAB, "5E77-E700", "DEAD-BEEF");
        server.disks.partition("/dev/vda5", "vfat");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.recipe()).isEmpty());
        assertThat(plan(Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void commentsALineOut() {
        server.fstabLine(LINE);

        assertThat(server.repaired(recipe, COMMENT, StartingServer.FSTAB))
                .isEqualTo(server.fstab().replace(LINE, "# rescuekit: " + LINE));
    }

    @Test
    void neverCommentsOutWhatTheNextKernelNeeds() {
        server.fstabLine(LINE.replace("/srv", "/boot"));

        assertThat(plan(COMMENT).steps()).isEmpty();
        assertThat(plan(NOFAIL).steps()).hasSize(1);
    }

    @Test
    void warnsOfSwapThatTheBootWaitsFor() {
        server.replace(StartingServer.FSTAB, "UUID=" + StartingServer.SWAP, STALE);
        server.tree.file("/etc/initramfs-tools/conf.d/resume", "RESUME=" + STALE + "\n");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.WARNING))
                .satisfies(it -> assertThat(it.title())
                        .isEqualTo("The boot waits at line 5 (swap) of /etc/fstab: " + STALE + " is on no disk"));
        assertThat(server.repaired(recipe, Choice.DEFAULT, StartingServer.FSTAB))
                .isEqualTo(new StartingServer().fstab());
        assertThat(plan(Choice.DEFAULT).afterBoot())
                .singleElement()
                .asString()
                .endsWith("correct it, then run update-initramfs -u.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LABEL=gone", "PARTUUID=0ffba5ed-01", "/dev/disk/by-uuid/0ffba5ed", "/dev/mapper/vg-data"})
    void knowsEveryKindOfName(String source) {
        server.fstabLine(source + " /data ext4 defaults 0 2");

        assertThat(recipe.diagnose(server.system())).hasSize(1);
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void addsOptionsToALineWithoutAny() {
        server.fstabLine(STALE + " /srv ext4");

        assertThat(server.repaired(recipe, NOFAIL, StartingServer.FSTAB))
                .endsWith(STALE + " /srv ext4 nofail,x-systemd.device-timeout=10s\n");
    }

    @Test
    void keepsCarriageReturnsAndAMissingLastLineEnd() {
        server.tree.file(StartingServer.FSTAB, "UUID=" + StartingServer.ROOT + " / ext4 defaults 0 1\r\n" + LINE);

        assertThat(server.repaired(recipe, NOFAIL, StartingServer.FSTAB))
                .isEqualTo("UUID=" + StartingServer.ROOT + " / ext4 defaults 0 1\r\n"
                        + LINE.replace("noatime", "noatime,nofail,x-systemd.device-timeout=10s"));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan(Choice.DEFAULT).steps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 nofail 0 2",
                "UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 noauto 0 2",
                "UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 x-systemd.automount 0 2",
                "UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 _netdev 0 2",
                "#UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 defaults 0 2",
                "backup.example.net:/srv /srv nfs defaults 0 0",
                "tmpfs /srv tmpfs defaults 0 0",
                "/home /srv none bind 0 0",
                "/srv.img /srv ext4 loop 0 0",
                "tank/data /srv zfs defaults 0 0",
                "overlay /srv overlay lowerdir=/a:/b 0 0",
                "nonsense"
            })
    void findsNothingInALineThatWaitsForNoDevice(String line) {
        server.fstabLine(line);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
    }

    @Test
    void cannotTellWhileSomethingEncryptedIsNotOpened() {
        server.fstabLine("/dev/mapper/data /srv ext4 defaults 0 2");
        server.disks.partition("/dev/vda5", "crypto_LUKS");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .singleElement()
                .asString()
                .startsWith("/etc/fstab line 6, /dev/mapper/data on /srv: nothing here has this name; /dev/vda5 holds");
        assertThat(plan(Choice.DEFAULT).steps()).isEmpty();
    }

    private Plan plan(Choice choice) {
        return recipe.plan(server.system(), choice);
    }

    private List<String> evidence() {
        return recipe.diagnose(server.system()).get(0).evidence();
    }
}
