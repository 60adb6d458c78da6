package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.EspContent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootLoaderCheckTest {

    private static final String VFAT = "5E77-E700";

    private final Server server = new Server();

    @Test
    void findsTheBootCodeOfGrub() {
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).containsExactly("BIOS: /dev/vda: boot code of GRUB");
    }

    @Test
    void failsWhenTheBootCodeWasWiped() {
        server.outside.sector("/dev/vda", 0, TestOutside.code("", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).containsExactly("BIOS: /dev/vda: the first sector holds no boot code");
        assertThat(verdict().next()).contains("rescuekit repair boot-loader");
    }

    @Test
    void failsWhenTheCoreImageIsGone() {
        server.outside.sector("/dev/vda", 2048, new byte[512]);

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence())
                .containsExactly("BIOS: /dev/vda: GRUB's core image is gone: sector 2048 is empty");
    }

    @Test
    void failsWithoutTheModulesOfGrub() {
        server.tree.remove("/boot/grub/i386-pc");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).first().asString().startsWith("BIOS: GRUB's modules are gone");
    }

    @Test
    void takesTheCodeOfOtherLoaders() {
        server.tree.remove("/boot/grub/i386-pc");
        server.outside.sector("/dev/vda", 0, TestOutside.code("Missing operating system", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void cannotTellAboutCodeThatItDoesNotKnow() {
        server.outside.sector("/dev/vda", 0, TestOutside.code("some code", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().callsForAction()).isFalse();
    }

    @Test
    void namesTheHalfOfAMirrorThatWillNotStart() {
        onAMirror("raid1");
        server.outside.sector("/dev/sdb", 0, TestOutside.code("", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().summary()).isEqualTo("BIOS does not start from every disk: not from /dev/sdb");
        assertThat(verdict().evidence())
                .containsExactly(
                        "BIOS: /dev/sdb: the first sector holds no boot code", "BIOS: /dev/sda: boot code of GRUB");
        assertThat(verdict().next()).contains("rescuekit repair boot-loader");
    }

    @Test
    void failsWhenNoHalfOfAMirrorStarts() {
        onAMirror("raid1");
        server.outside.sector("/dev/sda", 0, TestOutside.code("", 0)).sector("/dev/sdb", 0, TestOutside.code("", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).hasSize(2);
    }

    @Test
    void isContentWithOneDiskWhereNoneCanBeLost() {
        onAMirror("raid0");
        server.outside.sector("/dev/sdb", 0, TestOutside.code("", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void findsTheLoaderOfUefi() {
        uefiOnly();

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).containsExactly("UEFI: /dev/vda2: /EFI/BOOT/BOOTX64.EFI");
    }

    @Test
    void namesTheHalfOfAMirrorWhoseEspIsEmpty() {
        onAMirrorWithEsps();
        server.outside.esps.put("/dev/sdb1", new EspContent(List.of(), List.of()));

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().summary()).isEqualTo("UEFI does not start from every disk: not from /dev/sdb1");
        assertThat(verdict().evidence())
                .containsExactly(
                        "UEFI: /dev/sdb1 holds no program for UEFI to start", "UEFI: /dev/sda1: /EFI/BOOT/BOOTX64.EFI");
    }

    @Test
    void isContentWhenEachHalfOfAMirrorHasItsEsp() {
        onAMirrorWithEsps();

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).hasSize(2);
    }

    @Test
    void looksAtTheArrayAndNotAtItsHalvesWhereTheEspIsOne() {
        server.tree.remove("/boot/grub/i386-pc");
        server.on(new TestDisks()
                        .disk("/dev/sda")
                        .member("/dev/sda1", "1.0")
                        .partition("/dev/sda2", "linux_raid_member")
                        .disk("/dev/sdb")
                        .member("/dev/sdb1", "1.0")
                        .partition("/dev/sdb2", "linux_raid_member")
                        .array("/dev/md1", "raid1", "vfat", VFAT, "/dev/sda1", "/dev/sdb1")
                        .array("/dev/vda3", "raid1", "ext4", Server.ROOT, "/dev/sda2", "/dev/sdb2"))
                .fstabLine("UUID=" + VFAT + " /boot/efi vfat umask=0077 0 1");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).containsExactly("UEFI: /dev/md1: /EFI/BOOT/BOOTX64.EFI");
    }

    @Test
    void failsWithAnEmptyEsp() {
        uefiOnly();
        server.outside.esp = Optional.of(new EspContent(List.of(), List.of()));

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).containsExactly("UEFI: /dev/vda2 holds no program for UEFI to start");
    }

    @Test
    void failsWhenTheStubSearchesForARootThatIsGone() {
        uefiOnly();
        server.outside.esp =
                Optional.of(new EspContent(List.of("/EFI/BOOT/BOOTX64.EFI"), List.of("UUID=" + Server.NOWHERE)));

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void isContentWithTheStubOfASystemThatIsNoMoreBesideOneThatLeadsOn() {
        uefiOnly();
        server.outside.esp = Optional.of(new EspContent(
                List.of("/EFI/BOOT/BOOTX64.EFI"), List.of("UUID=" + Server.NOWHERE, "UUID=" + Server.ROOT)));

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void cannotTellWhetherTheFirmwareKnowsAVendorsLoader() {
        uefiOnly();
        server.outside.esp = Optional.of(new EspContent(List.of("/EFI/debian/shimx64.efi"), List.of()));

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().evidence()).first().asString().contains("/EFI/debian/shimx64.efi");
    }

    @Test
    void cannotTellWhenTheEspCannotBeMountedHere() {
        uefiOnly();
        server.outside.esp = Optional.empty();

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void judgesADiskForBothByHowTheRescueWasStarted() {
        server.fstabLine("UUID=" + VFAT + " /boot/efi vfat umask=0077 0 1");
        server.outside.sector("/dev/vda", 0, TestOutside.code("", 0));

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().summary()).isEqualTo("only UEFI starts it, and this machine was started by BIOS");

        server.outside.startedByUefi = true;
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failsWhenNeitherFirmwareFindsAnything() {
        server.fstabLine("UUID=" + VFAT + " /boot/efi vfat umask=0077 0 1");
        server.outside.sector("/dev/vda", 0, TestOutside.code("", 0));
        server.outside.esp = Optional.of(new EspContent(List.of(), List.of()));

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).hasSize(2);
    }

    @Test
    void cannotTellAboutADiskThatIsPreparedForNothing() {
        server.tree.remove("/boot/grub/i386-pc");
        server.on(new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "ext4")
                .partition("/dev/vda2", "ext4")
                .partition("/dev/vda3", "ext4", Server.ROOT, "root"));

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().callsForAction()).isFalse();
    }

    private void onAMirror(String level) {
        server.on(new TestDisks()
                .disk("/dev/sda")
                .partitionOfType("/dev/sda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .partitionOfType("/dev/sdb1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/vda3", level, "ext4", Server.ROOT, "/dev/sda2", "/dev/sdb2"));
    }

    private void onAMirrorWithEsps() {
        server.tree.remove("/boot/grub/i386-pc");
        server.on(new TestDisks()
                .disk("/dev/sda")
                .esp("/dev/sda1", VFAT)
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .esp("/dev/sdb1", "5E77-E7FF")
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/vda3", "raid1", "ext4", Server.ROOT, "/dev/sda2", "/dev/sdb2"));
    }

    private void uefiOnly() {
        server.tree.remove("/boot/grub/i386-pc");
        server.on(new TestDisks()
                        .disk("/dev/vda")
                        .partition("/dev/vda1", "ext4")
                        .partitionOfType("/dev/vda2", PartitionEntry.EFI_SYSTEM)
                        .partition("/dev/vda3", "ext4", Server.ROOT, "root"))
                .fstab("UUID=" + Server.ROOT + " / ext4 defaults 0 1");
    }

    private LeaveVerdict verdict() {
        return server.verdict("boot loader");
    }
}
