package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Hashes;
import io.github.rescuekit.repair.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BootLoaderTest {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Step INSTALL = install("/dev/vda");
    private static final Step MENU = new Step.RunProgram(
            "/usr/sbin/grub-mkconfig", List.of("-o", "/boot/grub/grub.cfg"), List.of("/boot/grub"), List.of(), LIMIT);

    private final StartingServer server = new StartingServer();
    private final Map<String, byte[]> sectors = new HashMap<>();
    private boolean startedByUefi;
    private String unreadable = "";
    private final BootLoader recipe = new BootLoader(this::read, () -> startedByUefi);

    @BeforeEach
    void installGrub() {
        server.tree
                .file("/usr/sbin/grub-install", "")
                .file("/usr/sbin/grub-mkconfig", "")
                .file("/usr/bin/cp", "")
                .file("/etc/debian_version", "12.11\n")
                .file("/usr/lib/grub/i386-pc/modinfo.sh", "")
                .file("/usr/lib/grub/x86_64-efi/modinfo.sh", "")
                .file("/boot/efi/EFI/BOOT/BOOTX64.EFI", "a shim")
                .file("/boot/efi/EFI/debian/grubx64.efi", "a loader")
                .file("/boot/grub/i386-pc/boot.img", "b".repeat(512))
                .file("/boot/grub/i386-pc/core.img", "c".repeat(20_000));
        sectors.put("/dev/vda", code("GRUB ", 1));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsThatTheBootCodeIsGone() {
        sectors.put("/dev/vda", new byte[440]);

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-loader",
                        Severity.CRITICAL,
                        "GRUB does not start from the disk",
                        List.of("/dev/vda: the first sector holds no boot code"),
                        Optional.of("boot-loader")));
    }

    @Test
    void writesTheBootCodeOfTheCoreImageThatIsStillThere() {
        sectors.put("/dev/vda", concat(new byte[512], "c".repeat(20_000)));

        assertThat(steps()).hasSize(1).first().isInstanceOfSatisfying(Step.WriteBootArea.class, it -> {
            assertThat(it.offset()).isZero();
            assertThat(it.before()).isEqualTo("00".repeat(440));
            assertThat(it.after())
                    .startsWith("62".repeat(0x5c) + "0100000000000000" + "6262" + "9090" + "62")
                    .hasSize(880);
        });
    }

    @Test
    void installsTheLoaderAnewWhenTheCoreImageIsOfAnotherOne() {
        sectors.put("/dev/vda", concat(new byte[512], "another".repeat(3_000)));

        assertThat(steps()).containsExactly(INSTALL);
    }

    @Test
    void findsThatTheCoreImageIsGone() {
        sectors.put("/dev/vda", code("GRUB ", 9));

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("/dev/vda: GRUB's core image is gone: sector 9 is empty");
        assertThat(steps()).containsExactly(INSTALL);
    }

    @Test
    void makesTheDirectoryAndTheMenuAnew() {
        server.tree.remove("/boot/grub/i386-pc/normal.mod").remove("/boot/grub/grub.cfg");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly(
                        "/boot/grub/i386-pc/normal.mod: there is no such file, nor its modules",
                        "/boot/grub/grub.cfg: there is no such file, and so no menu");
        assertThat(steps()).containsExactly(INSTALL, MENU);
    }

    @Test
    void makesTheMenuAloneWhenOnlyThatIsGone() {
        server.tree.remove("/boot/grub/grub.cfg");

        assertThat(steps()).containsExactly(MENU);
    }

    @Test
    void leavesAnotherLoaderAlone() {
        sectors.put("/dev/vda", code("LILO", 0));
        server.tree.remove("/boot/grub/i386-pc/normal.mod").remove("/boot/grub/grub.cfg");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void leavesLegacyGrubAlone() {
        server.tree.file("/boot/grub/menu.lst", "default 0\n").remove("/boot/grub/i386-pc/normal.mod");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void namesWhatIsMissingWhenTheSystemCannotInstallIt() {
        sectors.put("/dev/vda", new byte[440]);
        server.tree.remove("/usr/lib/grub/i386-pc/modinfo.sh");

        Finding finding = recipe.diagnose(server.system()).get(0);

        assertThat(finding.recipe()).isEmpty();
        assertThat(finding.evidence()).last().asString().contains("grub-pc-bin", "from a package");
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsTheHalfOfAMirrorThatDoesNotStart() {
        server.onAMirror();
        sectors.put("/dev/sda", code("GRUB ", 1));

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-loader",
                        Severity.WARNING,
                        "Not every disk can be started",
                        List.of("/dev/sdb: the first sector holds no boot code"),
                        Optional.of("boot-loader")));
        assertThat(steps()).containsExactly(install("/dev/sdb"));
    }

    @Test
    void findsNothingOnAMirrorOfWhichBothHalvesStart() {
        server.onAMirror();
        sectors.put("/dev/sda", code("GRUB ", 1));
        sectors.put("/dev/sdb", code("GRUB ", 1));

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void installsOnBothHalvesOfAMirrorThatDoesNotStartAtAll() {
        server.onAMirror();

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::severity, Finding::title)
                .containsExactly(tuple(Severity.CRITICAL, "GRUB does not start from the disk"));
        assertThat(steps()).containsExactly(install("/dev/sda"), install("/dev/sdb"));
    }

    @Test
    void installsOnTheOnlyHalfThatIsLeftOfAMirror() {
        server.disks = new TestDisks()
                .disk("/dev/sdb")
                .partitionOfType("/dev/sdb1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sdb2");
        server.rootDevice = "/dev/md0";

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::severity)
                .containsExactly(Severity.CRITICAL);
        assertThat(steps()).containsExactly(install("/dev/sdb"));
    }

    @Test
    void leavesTheDisksOfFaultyAndSpareMembersAlone() {
        server.disks = twoDisks()
                .disk("/dev/sdc")
                .partition("/dev/sdc2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2(F)", "/dev/sdc2(S)");
        server.rootDevice = "/dev/md0";
        sectors.put("/dev/sda", code("GRUB ", 1));

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void judgesTheDisksOfBootWhereTheRootIsOnOthers() {
        server.disks = twoDisks()
                .array("/dev/md0", "raid1", "ext4", "b007", "/dev/sda2", "/dev/sdb2")
                .disk("/dev/sdc")
                .partition("/dev/sdc1", "ext4", StartingServer.ROOT, "");
        server.rootDevice = "/dev/sdc1";
        server.fstabLine("UUID=b007 /boot ext4 defaults 0 2");
        sectors.put("/dev/sda", code("GRUB ", 1));

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("/dev/sdb: the first sector holds no boot code");
        assertThat(steps()).containsExactly(install("/dev/sdb"));
    }

    @Test
    void wantsALoaderOnOneDiskOnlyWhereNoDiskCanBeLost() {
        for (String level : List.of("raid0", "linear")) {
            server.disks = twoDisks().array("/dev/md0", level, "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2");
            server.rootDevice = "/dev/md0";
            sectors.put("/dev/sda", code("GRUB ", 1));

            assertThat(recipe.diagnose(server.system())).as(level).isEmpty();
        }
    }

    @Test
    void findsThatAHalfHasTheBootCodeOfSomebodyElse() {
        server.onAMirror();
        sectors.put("/dev/sda", code("GRUB ", 1));
        sectors.put("/dev/sdb", code("Missing operating system", 0));

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("/dev/sdb: the boot code is not GRUB's, as it is on /dev/sda");
        assertThat(steps()).containsExactly(install("/dev/sdb"));
    }

    @Test
    void leavesAMirrorAloneThatAnotherLoaderStarts() {
        server.onAMirror();
        sectors.put("/dev/sda", code("LILO", 0));
        sectors.put("/dev/sdb", code("some code", 0));

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void tellsWhereGrubHasNoRoom() {
        server.disks = new TestDisks()
                .disk("/dev/sda")
                .partitionOfType("/dev/sda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2");
        server.rootDevice = "/dev/md0";
        sectors.put("/dev/sda", code("GRUB ", 1));

        Finding finding = recipe.diagnose(server.system()).get(0);

        assertThat(finding.recipe()).isEmpty();
        assertThat(finding.evidence())
                .last()
                .asString()
                .startsWith("/dev/sdb has no room for GRUB's core image: make a BIOS boot partition");
        assertThat(steps()).isEmpty();
    }

    @Test
    void goesOnWithTheOtherHalfWhenADiskCannotBeRead() {
        server.onAMirror();
        unreadable = "/dev/sda";

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::severity, Finding::evidence)
                .containsExactly(tuple(Severity.WARNING, List.of("/dev/sdb: the first sector holds no boot code")));
        assertThat(steps()).containsExactly(install("/dev/sdb"));
    }

    @Test
    void makesTheModulesAnewThroughEveryHalf() {
        server.onAMirror().tree.remove("/boot/grub/i386-pc/normal.mod");
        sectors.put("/dev/sda", code("GRUB ", 1));
        sectors.put("/dev/sdb", code("GRUB ", 1));

        assertThat(steps()).containsExactly(install("/dev/sda"), install("/dev/sdb"));
    }

    @Test
    void tellsNothingOfABootThatIsNotSeen() {
        server.tree.remove("/boot/grub/grub.cfg");
        server.incomplete("/boot is not shown: nothing here has this name");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).singleElement().asString().contains("/boot is not shown");
    }

    @Test
    void installsForUefiWithoutTouchingWhatTheFirmwareRemembers() {
        startedByUefi = true;
        server.tree.remove("/boot/efi/EFI/debian/grubx64.efi").remove("/boot/efi/EFI/BOOT/BOOTX64.EFI");

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::title)
                .containsExactly("UEFI finds nothing to start");
        assertThat(steps())
                .containsExactly(new Step.RunProgram(
                        "/usr/sbin/grub-install",
                        List.of(
                                "--target=x86_64-efi",
                                "--efi-directory=/boot/efi",
                                "--no-nvram",
                                "--force-extra-removable"),
                        List.of("/boot/efi/EFI", "/boot/grub"),
                        List.of(),
                        LIMIT));
    }

    @Test
    void fillsAnEmptyPartitionFromItsTwin() {
        withTwin();

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-loader",
                        Severity.WARNING,
                        "Not every disk can be started",
                        List.of("/boot/efi2 holds no program for UEFI to start"),
                        Optional.of("boot-loader")));
        assertThat(steps())
                .containsExactly(
                        directory("/boot/efi2/EFI"),
                        directory("/boot/efi2/EFI/BOOT"),
                        copy("/boot/efi2", "/EFI/BOOT/BOOTX64.EFI", "", "a shim"),
                        directory("/boot/efi2/EFI/debian"),
                        copy("/boot/efi2", "/EFI/debian/grubx64.efi", "", "a loader"));
        repaired();
    }

    @Test
    void copiesWhatDiffersOrIsMissingAndNothingElse() {
        withTwin();
        server.tree
                .file("/boot/efi2/EFI/BOOT/BOOTX64.EFI", "a shim")
                .file("/boot/efi2/EFI/debian/grubx64.efi", "an older loader")
                .file("/boot/efi2/EFI/vendor/tool.efi", "a tool")
                .file("/boot/efi/EFI/debian/grub.cfg", "configfile")
                .file("/boot/efi/EFI/debian/grubenv", "next")
                .file("/boot/efi2/EFI/debian/grubenv", "last");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly(
                        "/boot/efi2 is not as /boot/efi: EFI/debian/grub.cfg is missing, EFI/debian/grubx64.efi"
                                + " differs");
        assertThat(steps())
                .containsExactly(
                        copy("/boot/efi2", "/EFI/debian/grub.cfg", "", "configfile"),
                        copy("/boot/efi2", "/EFI/debian/grubx64.efi", "an older loader", "a loader"));
        repaired();
    }

    @Test
    void findsNothingOnTwinsOfOneContent() {
        withTwin();
        server.tree
                .file("/boot/efi2/EFI/BOOT/BOOTX64.EFI", "a shim")
                .file("/boot/efi2/EFI/debian/grubx64.efi", "a loader");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void givesEachTwinALoaderWhereEveryFirmwareLooks() {
        withTwin();
        server.tree
                .remove("/boot/efi/EFI/BOOT/BOOTX64.EFI")
                .file("/boot/efi/EFI/debian/shimx64.efi", "a shim")
                .file("/boot/efi/EFI/debian/grub.cfg", "configfile")
                .file("/boot/efi2/EFI/debian/shimx64.efi", "a shim")
                .file("/boot/efi2/EFI/debian/grubx64.efi", "a loader")
                .file("/boot/efi2/EFI/debian/grub.cfg", "configfile");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly(
                        "/boot/efi: EFI/BOOT/BOOTX64.EFI is missing, EFI/BOOT/grubx64.efi is missing",
                        "/boot/efi2 is not as /boot/efi: EFI/BOOT/BOOTX64.EFI is missing, EFI/BOOT/grubx64.efi is"
                                + " missing");
        assertThat(steps())
                .contains(new Step.CopyFile(
                        "/boot/efi2/EFI/BOOT/BOOTX64.EFI",
                        "/boot/efi/EFI/debian/shimx64.efi",
                        Optional.empty(),
                        hash("a shim")));
        repaired();
    }

    @Test
    void asksNoLoneServerForALoaderWhereEveryFirmwareLooks() {
        startedByUefi = true;
        server.tree.remove("/boot/efi/EFI/BOOT/BOOTX64.EFI");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void fillsThePartitionOfAMirrorThatFstabDoesNotName() {
        String shown = onAMirrorWithEsps();
        server.tree.put(shown, server.tree.node("/boot/efi"));

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::severity, Finding::evidence)
                .containsExactly(tuple(Severity.WARNING, List.of("/dev/sdb1 holds no program for UEFI to start")));
        assertThat(steps()).contains(copy(shown, "/EFI/debian/grubx64.efi", "", "a loader"));
        repaired();
    }

    @Test
    void takesThePartitionThatFstabDoesNotNameWhereTheOtherIsEmpty() {
        String shown = onAMirrorWithEsps();
        server.tree
                .file(shown + "/EFI/BOOT/BOOTX64.EFI", "a shim")
                .remove("/boot/efi/EFI/BOOT/BOOTX64.EFI")
                .remove("/boot/efi/EFI/debian/grubx64.efi");

        assertThat(steps())
                .contains(new Step.CopyFile(
                        "/boot/efi/EFI/BOOT/BOOTX64.EFI",
                        shown + "/EFI/BOOT/BOOTX64.EFI",
                        Optional.empty(),
                        hash("a shim")));
    }

    @Test
    void namesTheDiskOfAMirrorThatHasNoPartitionForUefi() {
        startedByUefi = true;
        server.disks = new TestDisks()
                .disk("/dev/sda")
                .esp("/dev/sda1", "5E77-E700")
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2");
        server.rootDevice = "/dev/md0";

        Finding finding = recipe.diagnose(server.system()).get(0);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.evidence()).first().isEqualTo("/dev/sdb has no EFI system partition to start from");
        assertThat(finding.recipe()).isEmpty();
    }

    @Test
    void namesAPartitionOnAnArrayAndWritesToNoMember() {
        espOnAnArray("1.0");

        assertThat(recipe.diagnose(server.system())).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.NOTE);
            assertThat(it.title()).isEqualTo("The EFI system partition lies on a mirror");
            assertThat(it.recipe()).isEmpty();
        });
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsThatTheFirmwareSeesNoPartitionBehindNewerMetadata() {
        espOnAnArray("1.2");

        assertThat(recipe.diagnose(server.system())).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(it.evidence())
                    .first()
                    .isEqualTo("/boot/efi lies on /dev/md1, whose metadata 1.2 hides it from the firmware");
            assertThat(it.recipe()).isEmpty();
        });
    }

    @Test
    void tellsNothingOfAPartitionThatCouldNotBeMounted() {
        startedByUefi = true;
        server.tree.remove("/boot/efi/EFI/debian/grubx64.efi").remove("/boot/efi/EFI/BOOT/BOOTX64.EFI");
        server.incomplete("/boot/efi is not shown: the kernel finds it damaged");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).singleElement().asString().contains("/boot/efi is not shown");
    }

    @Test
    void neverRunsGrub2InstallForUefi() {
        startedByUefi = true;
        TestTree tree = server.tree;
        tree.remove("/boot/efi/EFI/debian/grubx64.efi")
                .remove("/boot/efi/EFI/BOOT/BOOTX64.EFI")
                .remove("/usr/sbin/grub-install")
                .remove("/usr/sbin/grub-mkconfig")
                .remove("/etc/debian_version")
                .file("/usr/sbin/grub2-install", "")
                .file("/usr/sbin/grub2-mkconfig", "");

        Finding finding = recipe.diagnose(server.system()).get(0);

        assertThat(finding.recipe()).isEmpty();
        assertThat(finding.evidence()).last().asString().contains("dnf reinstall shim-x64 grub2-efi-x64");
        assertThat(steps()).isEmpty();
    }

    // EL 9: what lies beside the loader leads to the menu; EL 8 has the menu itself there.
    @Test
    void makesTheMenuOfEl9AnewButNotThatOfEl8() {
        startedByUefi = true;
        server.tree
                .remove("/usr/sbin/grub-install")
                .remove("/usr/sbin/grub-mkconfig")
                .remove("/etc/debian_version")
                .remove("/boot/grub/grub.cfg")
                .remove("/boot/efi/EFI/debian/grub.cfg")
                .file("/usr/sbin/grub2-install", "")
                .file("/usr/sbin/grub2-mkconfig", "")
                .file("/boot/efi/EFI/almalinux/grub.cfg", """
                        search --no-floppy --root-dev-only --fs-uuid --set=dev ROOT
                        set prefix=($dev)/boot/grub2

                        export $prefix
                        configfile $prefix/grub.cfg
                        """.replace("ROOT", StartingServer.ROOT));

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("/boot/grub2/grub.cfg: there is no such file, and so no menu");
        assertThat(steps())
                .containsExactly(new Step.RunProgram(
                        "/usr/sbin/grub2-mkconfig",
                        List.of("-o", "/boot/grub2/grub.cfg"),
                        List.of("/boot/grub2"),
                        List.of(),
                        LIMIT));

        server.tree.file("/boot/efi/EFI/almalinux/grub.cfg", """
                set timeout=5
                if [ -f ${config_directory}/custom.cfg ]; then
                  source ${config_directory}/custom.cfg
                elif [ -z "${config_directory}" -a -f  $prefix/custom.cfg ]; then
                  source $prefix/custom.cfg
                fi
                """);
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    private void withTwin() {
        startedByUefi = true;
        server.fstabLine("UUID=5E77-E701 /boot/efi2 vfat umask=0077 0 1");
        server.disks.partition("/dev/vda5", "vfat", "5E77-E701", "");
        server.tree.put("/boot/efi2", server.tree.node("/boot/efi"));
    }

    private String onAMirrorWithEsps() {
        startedByUefi = true;
        server.disks = new TestDisks()
                .disk("/dev/sda")
                .esp("/dev/sda1", "5E77-E700")
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .esp("/dev/sdb1", "5E77-E7FF")
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2");
        server.rootDevice = "/dev/md0";
        return "/run/rescuekit-esp/part-sdb1";
    }

    private void espOnAnArray(String metadata) {
        startedByUefi = true;
        server.disks = new TestDisks()
                .disk("/dev/sda")
                .member("/dev/sda1", metadata)
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .member("/dev/sdb1", metadata)
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md1", "raid1", "vfat", "5E77-E700", "/dev/sda1", "/dev/sdb1")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2");
        server.rootDevice = "/dev/md0";
    }

    private Step directory(String path) {
        return new Step.MakeDirectory(path, server.tree.node("/boot/efi").mode());
    }

    private static Step copy(String esp, String path, String before, String after) {
        return new Step.CopyFile(
                esp + path,
                "/boot/efi" + path,
                Optional.of(before).filter(it -> !it.isEmpty()).map(BootLoaderTest::hash),
                hash(after));
    }

    private static String hash(String content) {
        return Hashes.sha256(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void repaired() {
        server.repaired(recipe, Choice.DEFAULT);
    }

    private static TestDisks twoDisks() {
        return new TestDisks()
                .disk("/dev/sda")
                .partitionOfType("/dev/sda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .partitionOfType("/dev/sdb1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sdb2", "linux_raid_member");
    }

    private static Step install(String disk) {
        return new Step.RunProgram(
                "/usr/sbin/grub-install",
                List.of("--target=i386-pc", disk),
                List.of("/boot/grub"),
                List.of(disk),
                LIMIT);
    }

    private List<Step> steps() {
        return recipe.plan(server.system(), Choice.DEFAULT).steps();
    }

    private byte[] read(BlockDevice device, long offset, int length) {
        if (device.path().equals(unreadable)) {
            throw new RescueException(ExitCode.TOOL_FAILED, "Input/output error", "see 'dmesg'");
        }
        byte[] content = sectors.getOrDefault(device.path(), new byte[0]);
        int from = (int) Math.min(offset, content.length);
        return Arrays.copyOf(Arrays.copyOfRange(content, from, content.length), length);
    }

    private static byte[] code(String text, int next) {
        byte[] sector = concat(new byte[512], "core".repeat(1_000));
        byte[] words = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(words, 0, sector, 0x180, words.length);
        sector[0x5c] = (byte) next;
        return sector;
    }

    private static byte[] concat(byte[] first, String second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length());
        System.arraycopy(second.getBytes(StandardCharsets.ISO_8859_1), 0, all, first.length, second.length());
        return all;
    }
}
