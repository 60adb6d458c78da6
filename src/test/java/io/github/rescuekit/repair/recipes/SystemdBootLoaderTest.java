package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Hashes;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.SystemdBoot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recipe boot-loader where systemd-boot starts a Debian, from what bootctl and kernel-install put on its partition. */
class SystemdBootLoaderTest {

    private static final String TOKEN = "5e77e700000040008000000000000000";
    private static final String RELEASE = "6.1.0-37-amd64";
    private static final String ENTRY = "/loader/entries/" + TOKEN + "-" + RELEASE + ".conf";
    private static final String KERNEL = "/" + TOKEN + "/" + RELEASE + "/linux";
    private static final String INITRAMFS = "/" + TOKEN + "/" + RELEASE + "/initrd.img-" + RELEASE;

    private final StartingServer server = new StartingServer();
    private final BootLoader recipe = new BootLoader((device, offset, length) -> new byte[length], () -> true);

    @BeforeEach
    void installSystemdBoot() {
        server.tree
                .remove("/boot/grub")
                .file("/etc/debian_version", "12.11\n")
                .file("/usr/bin/bootctl", "")
                .file("/usr/lib/systemd/boot/efi/systemd-bootx64.efi", "systemd-boot")
                // Packages of GRUB may have stayed behind.
                .file("/usr/sbin/grub-install", "")
                .file("/usr/sbin/grub-mkconfig", "")
                .file("/usr/lib/grub/x86_64-efi/modinfo.sh", "");
        fill("/boot/efi");
    }

    private void fill(String esp) {
        server.tree
                .file(esp + "/EFI/BOOT/BOOTX64.EFI", "systemd-boot")
                .file(esp + "/EFI/systemd/systemd-bootx64.efi", "systemd-boot")
                .file(esp + "/loader/loader.conf", "timeout 3\n")
                .file(esp + "/loader/entries.srel", "type1\n")
                .file(esp + "/loader/random-seed", "of " + esp)
                .file(esp + ENTRY, """
                        title      Debian GNU/Linux 12 (bookworm)
                        version    RELEASE
                        machine-id TOKEN
                        sort-key   debian
                        options    root=UUID=ROOT ro systemd.machine_id=TOKEN
                        linux      KERNEL
                        initrd     INITRAMFS
                        """.replace("RELEASE", RELEASE)
                        .replace("TOKEN", TOKEN)
                        .replace("ROOT", StartingServer.ROOT)
                        .replace("KERNEL", KERNEL)
                        .replace("INITRAMFS", INITRAMFS))
                .put(esp + KERNEL, server.tree.node("/boot/vmlinuz-" + RELEASE))
                .put(esp + INITRAMFS, server.tree.node("/boot/initrd.img-" + RELEASE));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsNothingOnTwinsThatDifferInTheSeedOfEachBootAlone() {
        withTwin();
        fill("/boot/efi2");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void fillsAnEmptyPartitionWithEntriesAndKernels() {
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
                        directory("/" + TOKEN),
                        directory("/" + TOKEN + "/" + RELEASE),
                        copy(INITRAMFS, ""),
                        copy(KERNEL, ""),
                        directory("/EFI"),
                        directory("/EFI/BOOT"),
                        copy("/EFI/BOOT/BOOTX64.EFI", ""),
                        directory("/EFI/systemd"),
                        copy("/EFI/systemd/systemd-bootx64.efi", ""),
                        directory("/loader"),
                        copy("/loader/entries.srel", ""),
                        directory("/loader/entries"),
                        copy(ENTRY, ""),
                        copy("/loader/loader.conf", ""));
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void bringsAStaleTwinUpToDateAndRemovesNothing() {
        withTwin();
        fill("/boot/efi2");
        String older = "/" + TOKEN + "/6.1.0-9-amd64/linux";
        server.tree
                .file("/boot/efi2" + ENTRY, "title older\n")
                .file("/boot/efi2" + INITRAMFS, "older")
                .file("/boot/efi2" + older, "a kernel that is gone from the other");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("/boot/efi2 is not as /boot/efi: " + INITRAMFS.substring(1) + " differs, "
                        + ENTRY.substring(1) + " differs");
        assertThat(steps()).containsExactly(copy(INITRAMFS, "older"), copy(ENTRY, "title older\n"));
        assertThat(server.repaired(recipe, Choice.DEFAULT).exists("/boot/efi2" + older))
                .isTrue();
    }

    @Test
    void takesTheTwinThatHasEntriesWhereTheOtherHasLostThem() {
        withTwin();
        fill("/boot/efi2");
        server.tree.remove("/boot/efi/loader").remove("/boot/efi/" + TOKEN);

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("/boot/efi holds systemd-boot, and neither an entry nor a kernel for it to start");
        assertThat(server.repaired(recipe, Choice.DEFAULT).exists("/boot/efi" + KERNEL))
                .isTrue();
    }

    @Test
    void copiesNothingOfSystemdBootWhereItIsNot() {
        withTwin();
        fill("/boot/efi2");
        server.tree
                .file("/boot/grub/grub.cfg", "menuentry")
                .remove("/boot/efi/EFI/systemd")
                .remove("/boot/efi2/EFI/systemd")
                .remove("/boot/efi2/loader");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void copiesNothingThatAnEntryNamesOutsideThePartition() {
        server.tree.file("/boot/efi" + ENTRY, "linux " + KERNEL + "\ninitrd /../../etc/shadow\n");

        assertThat(new SystemdBoot(server.tree, "/boot/efi").named()).containsExactly(KERNEL);
    }

    @Test
    void tellsWhatIsLostAndWhatToTypeWhereNoCopyIsLeft() {
        server.tree.remove("/boot/efi/loader").remove("/boot/efi/EFI").remove("/boot/efi/" + TOKEN);

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-loader",
                        Severity.CRITICAL,
                        "UEFI finds nothing to start",
                        List.of(
                                "/boot/efi holds no program for UEFI to start",
                                "its entries are lost, and the kernels' arguments with them; in 'rescuekit chroot"
                                        + " --write': echo 'root=UUID=" + StartingServer.ROOT
                                        + " ro' >/etc/kernel/cmdline (else those of this rescue system are taken),"
                                        + " bootctl install --no-variables, then kernel-install add " + RELEASE
                                        + " /boot/vmlinuz-" + RELEASE),
                        Optional.empty()));
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsNothingWithKernelsThatNeedNoEntry() {
        server.tree.remove("/boot/efi/loader/entries").file("/boot/efi/EFI/Linux/debian.efi", "all in one");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    private void withTwin() {
        server.fstabLine("UUID=5E77-E701 /boot/efi2 vfat umask=0077 0 1");
        server.disks.partition("/dev/vda5", "vfat", "5E77-E701", "");
        server.tree.put("/boot/efi2", server.tree.node("/boot/efi"));
    }

    private Step directory(String path) {
        return new Step.MakeDirectory(
                "/boot/efi2" + path, server.tree.node("/boot/efi").mode());
    }

    private Step copy(String path, String before) {
        return new Step.CopyFile(
                "/boot/efi2" + path,
                "/boot/efi" + path,
                Optional.of(before).filter(it -> !it.isEmpty()).map(SystemdBootLoaderTest::hash),
                hash(server.tree.node("/boot/efi" + path).content()));
    }

    private static String hash(String content) {
        return Hashes.sha256(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<Step> steps() {
        return recipe.plan(server.system(), Choice.DEFAULT).steps();
    }
}
