package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrypttabNameTest {

    private static final String CRYPTTAB = StartingServer.CRYPTTAB;
    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String LUKS = StartingServer.LUKS;
    private static final String OTHER = "1b5e77e7-0002-4000-8000-000000000000";
    private static final String HEADER = StartingServer.CRYPTTAB_HEADER;
    private static final Step MAKE = new Step.RunProgram(
            "/usr/sbin/update-initramfs",
            List.of("-u", "-k", "6.1.0-37-amd64"),
            List.of("/boot/initrd.img-6.1.0-37-amd64*", "/var/lib/initramfs-tools"),
            List.of(),
            Duration.ofMinutes(30));

    private final StartingServer server = new StartingServer();
    private final CrypttabName recipe = new CrypttabName();

    CrypttabNameTest() {
        server.onLuks();
        server.tree.file("/usr/sbin/update-initramfs", "");
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void findsAnotherNameThanTheBootLooksFor() {
        server.crypttab("old_crypt\tUUID=" + LUKS + " none luks,discard");

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "crypttab-name",
                        Severity.CRITICAL,
                        "The boot looks for /dev/mapper/vda2_crypt, and line 2 of /etc/crypttab unlocks it as old_crypt",
                        List.of(
                                "line 2 of /etc/crypttab: old_crypt is unlocked from UUID=" + LUKS,
                                "the root lies in /dev/vda2, which is UUID=" + LUKS,
                                "/etc/fstab line 2 calls it vda2_crypt",
                                "/boot/grub/grub.cfg line 6, root=, calls it vda2_crypt"),
                        Optional.of("crypttab-name")));
    }

    @Test
    void correctsTheNameAndNothingElse() {
        server.crypttab(
                "data UUID=" + OTHER + " /etc/key luks,nofail", "old_crypt\tUUID=" + LUKS + " none luks,discard");

        assertThat(plan().steps())
                .containsExactly(
                        new Step.ReplaceFile(
                                CRYPTTAB,
                                FileText.of(server.text(CRYPTTAB)),
                                FileText.of(server.text(CRYPTTAB).replace("old_crypt", "vda2_crypt"))),
                        MAKE);
        assertThat(plan().warnings()).containsExactly(NewInitramfs.WARNING);
        assertThat(plan().afterBoot()).containsExactly(NewInitramfs.OTHER_KERNELS);
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void makesNoInitramfsWhileTheVolumeHasAnotherNameHere() {
        server.rootIsOpenAs("luks-" + LUKS);
        server.crypttab("old_crypt UUID=" + LUKS + " none luks");

        assertThat(plan().steps()).hasSize(1);
        assertThat(plan().warnings())
                .singleElement()
                .asString()
                .contains(
                        "has to be made anew", "it is open as luks-" + LUKS + ": rescuekit close, then rescuekit open");
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void saysThatTheInitramfsIsToBeMadeWhereNoToolIs() {
        server.tree.remove("/usr/sbin/update-initramfs");
        server.crypttab("old_crypt UUID=" + LUKS + " none luks");

        assertThat(plan().steps()).hasSize(1);
        assertThat(plan().warnings()).containsExactly(NewInitramfs.byHand(CRYPTTAB));
    }

    @ParameterizedTest
    @CsvSource({
        "UUID=0ffba5ed-0000-4000-8000-000000000000, no device here has this UUID",
        "UUID=5e77e700-0003-4000-8000-000000000000, which is /dev/vda3",
        "/dev/mapper/gone, nothing here has this name"
    })
    void namesTheDeviceThatHoldsTheRoot(String source, String why) {
        server.crypttab("vda2_crypt " + source + "  none luks");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.title())
                        .isEqualTo("The boot does not unlock the root: line 2 of /etc/crypttab names " + source))
                .satisfies(it -> assertThat(it.evidence().get(0)).endsWith(why));
        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB))
                .isEqualTo(HEADER + "vda2_crypt UUID=" + LUKS + "  none luks\n");
    }

    @Test
    void takesTheOnlyLineWithoutADeviceForARootInAVolumeGroup() {
        volumeGroup();
        server.crypttab("anything UUID=" + StartingServer.NOWHERE + " none luks");

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB))
                .isEqualTo(HEADER + "anything UUID=" + LUKS + " none luks\n");
    }

    @Test
    void guessesNotWhichOfTwoLinesIsMeant() {
        volumeGroup();
        server.crypttab("one UUID=" + StartingServer.NOWHERE + " none luks", "two UUID=" + OTHER + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void cannotTellWhileAnotherVolumeMayHoldTheDevice() {
        volumeGroup();
        server.disks.partition("/dev/vda5", "LVM2_member");
        server.crypttab("one UUID=" + StartingServer.NOWHERE + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    // Whatever the volume is called, its volume group is found in it.
    @Test
    void mindsNoNameThatNothingUses() {
        volumeGroup();
        server.crypttab("any_name UUID=" + LUKS + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    private void volumeGroup() {
        server.disks = StartingServer.luksPartitions()
                .layer(DeviceKind.CRYPT, "/dev/mapper/here", "LVM2_member", "pv", "/dev/vda2")
                .layer(DeviceKind.LVM, "/dev/mapper/vg-root", "ext4", StartingServer.ROOT, "/dev/mapper/here");
        server.rootDevice = "/dev/mapper/vg-root";
        server.replace(GRUB_CFG, "/dev/mapper/vda2_crypt", "/dev/mapper/vg-root");
        server.replace(StartingServer.FSTAB, "/dev/mapper/vda2_crypt", "/dev/mapper/vg-root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cryptdevice=UUID=1b5e77e7-0001-4000-8000-000000000000:cryptroot",
                "cryptdevice=/dev/disk/by-uuid/1b5e77e7-0001-4000-8000-000000000000:cryptroot:allow-discards",
                "rd.luks.name=1b5e77e7-0001-4000-8000-000000000000=cryptroot",
                "luks.name=luks-1b5e77e7-0001-4000-8000-000000000000=cryptroot"
            })
    void readsTheNameOnTheKernelsCommandLine(String argument) {
        volumeGroup();
        server.replace(GRUB_CFG, "root=/dev/mapper/vg-root", "root=/dev/mapper/vg-root " + argument);
        server.crypttab("old UUID=" + LUKS + " none luks");

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB))
                .isEqualTo(HEADER + "cryptroot UUID=" + LUKS + " none luks\n");
    }

    @Test
    void mindsNoNameOfAnotherVolumeOnTheCommandLine() {
        volumeGroup();
        server.replace(
                GRUB_CFG, "root=/dev/mapper/vg-root", "root=/dev/mapper/vg-root rd.luks.name=" + OTHER + "=data");
        server.crypttab("old UUID=" + LUKS + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void doesNotChooseBetweenTwoNames() {
        server.replace(GRUB_CFG, "vda2_crypt", "sda2_crypt");
        server.crypttab("old_crypt UUID=" + LUKS + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly("what /dev/vda2 is to be unlocked as cannot be told: /etc/fstab line 2 calls it"
                        + " vda2_crypt, /boot/grub/grub.cfg line 6, root=, calls it sda2_crypt");
    }

    @Test
    void leavesALineThatAlreadyHasTheName() {
        server.crypttab("old_crypt UUID=" + LUKS + " none luks", "vda2_crypt UUID=" + OTHER + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "plain,cipher=aes", "noauto", "nofail"})
    void takesNoLineForTheRootThatCannotBe(String options) {
        volumeGroup();
        server.crypttab("other UUID=" + StartingServer.NOWHERE + " /dev/urandom " + options);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void hasNothingToSayWhereTheRootIsNotEncrypted() {
        StartingServer plain = new StartingServer();
        plain.tree.file(CRYPTTAB, "data UUID=" + StartingServer.NOWHERE + " none luks\n");

        assertThat(recipe.diagnose(plain.system())).isEmpty();
    }

    private Plan plan() {
        return recipe.plan(server.system(), Choice.DEFAULT);
    }
}
