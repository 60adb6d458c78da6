package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
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

    private static final String CRYPTTAB = "/etc/crypttab";
    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String LUKS = "1b5e77e7-0001-4000-8000-000000000000";
    private static final String OTHER = "1b5e77e7-0002-4000-8000-000000000000";
    private static final String HEADER = "# <target> <source> <key> <options>\n";
    private static final Step MAKE = new Step.RunProgram(
            "/usr/sbin/update-initramfs",
            List.of("-u", "-k", "6.1.0-37-amd64"),
            List.of("/boot/initrd.img-6.1.0-37-amd64*", "/var/lib/initramfs-tools"),
            List.of(),
            Duration.ofMinutes(30));

    private final StartingServer server = new StartingServer();
    private final CrypttabName recipe = new CrypttabName();

    CrypttabNameTest() {
        encrypted("vda2_crypt");
        server.tree.file("/usr/sbin/update-initramfs", "");
        server.replace(GRUB_CFG, "root=UUID=" + StartingServer.ROOT, "root=/dev/mapper/vda2_crypt");
        server.replace(StartingServer.FSTAB, "UUID=" + StartingServer.ROOT, "/dev/mapper/vda2_crypt");
        crypttab("vda2_crypt UUID=" + LUKS + " none luks,discard");
    }

    private void encrypted(String name) {
        server.disks =
                partitions().layer(DeviceKind.CRYPT, "/dev/mapper/" + name, "ext4", StartingServer.ROOT, "/dev/vda2");
        server.rootDevice = "/dev/mapper/" + name;
    }

    private static TestDisks partitions() {
        return new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "vfat", "5E77-E700", "")
                .partition("/dev/vda2", "crypto_LUKS", LUKS, "")
                .partition("/dev/vda3", "ext4", StartingServer.VAR, "")
                .partition("/dev/vda4", "swap", StartingServer.SWAP, "");
    }

    private void crypttab(String... lines) {
        server.tree.file(CRYPTTAB, HEADER + String.join("\n", lines) + "\n");
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void findsAnotherNameThanTheBootLooksFor() {
        crypttab("old_crypt\tUUID=" + LUKS + " none luks,discard");

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
        crypttab("data UUID=" + OTHER + " /etc/key luks,nofail", "old_crypt\tUUID=" + LUKS + " none luks,discard");

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
        encrypted("luks-" + LUKS);
        crypttab("old_crypt UUID=" + LUKS + " none luks");

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
        crypttab("old_crypt UUID=" + LUKS + " none luks");

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
        crypttab("vda2_crypt " + source + "  none luks");

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
        crypttab("anything UUID=" + StartingServer.NOWHERE + " none luks");

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB))
                .isEqualTo(HEADER + "anything UUID=" + LUKS + " none luks\n");
    }

    @Test
    void guessesNotWhichOfTwoLinesIsMeant() {
        volumeGroup();
        crypttab("one UUID=" + StartingServer.NOWHERE + " none luks", "two UUID=" + OTHER + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void cannotTellWhileAnotherVolumeMayHoldTheDevice() {
        volumeGroup();
        server.disks.partition("/dev/vda5", "LVM2_member");
        crypttab("one UUID=" + StartingServer.NOWHERE + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    // Whatever the volume is called, its volume group is found in it.
    @Test
    void mindsNoNameThatNothingUses() {
        volumeGroup();
        crypttab("any_name UUID=" + LUKS + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    private void volumeGroup() {
        server.disks = partitions()
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
        crypttab("old UUID=" + LUKS + " none luks");

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB))
                .isEqualTo(HEADER + "cryptroot UUID=" + LUKS + " none luks\n");
    }

    @Test
    void mindsNoNameOfAnotherVolumeOnTheCommandLine() {
        volumeGroup();
        server.replace(
                GRUB_CFG, "root=/dev/mapper/vg-root", "root=/dev/mapper/vg-root rd.luks.name=" + OTHER + "=data");
        crypttab("old UUID=" + LUKS + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void doesNotChooseBetweenTwoNames() {
        server.replace(GRUB_CFG, "vda2_crypt", "sda2_crypt");
        crypttab("old_crypt UUID=" + LUKS + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly("what /dev/vda2 is to be unlocked as cannot be told: /etc/fstab line 2 calls it"
                        + " vda2_crypt, /boot/grub/grub.cfg line 6, root=, calls it sda2_crypt");
    }

    @Test
    void leavesALineThatAlreadyHasTheName() {
        crypttab("old_crypt UUID=" + LUKS + " none luks", "vda2_crypt UUID=" + OTHER + " none luks");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "plain,cipher=aes", "noauto", "nofail"})
    void takesNoLineForTheRootThatCannotBe(String options) {
        volumeGroup();
        crypttab("other UUID=" + StartingServer.NOWHERE + " /dev/urandom " + options);

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
