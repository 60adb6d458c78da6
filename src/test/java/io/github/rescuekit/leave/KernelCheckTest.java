package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelCheckTest {

    private final Server server = new Server();

    @Test
    void findsTheKernelWithItsInitramfsAndModules() {
        LeaveVerdict verdict = verdict();

        assertThat(verdict.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict.evidence())
                .containsExactly(
                        BootableTree.VMLINUZ + ": 1.5 MiB",
                        BootableTree.INITRD + ": 1.3 MiB, cpio",
                        "/lib/modules/" + BootableTree.KERNEL + "/modules.dep is there",
                        "virtio_blk is there: /dev/vda hangs on virtio:d00000002v00001AF4 (virtio_blk)",
                        "ext4 is there: /dev/vda3 holds ext4");
    }

    @Test
    void failsWithAnInitramfsThatLacksTheDriverOfTheDisk() {
        server.tree.file(BootableTree.INITRD, BootableTree.initramfs("virtio/virtio"));

        assertFailed(BootableTree.KERNEL + " is not complete");
        assertThat(verdict().evidence())
                .first()
                .isEqualTo(BootableTree.INITRD
                        + " has no virtio_blk: /dev/vda hangs on virtio:d00000002v00001AF4 (virtio_blk)");
    }

    @Test
    void cannotTellWhatADiskNeedsThatNothingIsKnownOf() {
        server.outside.initramfs = InitramfsLook.withoutPrograms(disk -> List.of());

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().evidence()).first().asString().contains("it cannot be seen what /dev/vda hangs on");
    }

    @Test
    void cannotTellWhatLiesInAnInitramfsThatNoProgramHereUnpacks() {
        server.tree.file(BootableTree.INITRD, "(\u00b5/\u00fd" + "x".repeat(1 << 20));

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().evidence()).first().asString().contains("there is no zstd to unpack it");
    }

    @Test
    void judgesTheCopyThatSystemdBootStarts() {
        server.fstabLine("UUID=5E77-E700 /boot/efi vfat umask=0077 0 1")
                .tree
                .remove(BootableTree.GRUB_CFG)
                .file("/boot/efi/EFI/systemd/systemd-bootx64.efi", "systemd-boot")
                .file(
                        "/boot/efi/loader/entries/debian.conf",
                        "version " + BootableTree.KERNEL
                                + "\nlinux /token/linux\ninitrd /token/initrd\noptions root=UUID=" + Server.ROOT + "\n")
                .put("/boot/efi/token/linux", server.tree.node(BootableTree.VMLINUZ))
                .file("/boot/efi/token/initrd", "cut short");

        assertFailed(BootableTree.KERNEL + " is not complete");
        assertThat(verdict().evidence()).first().asString().startsWith("/boot/efi/token/initrd: 9 B");
    }

    @Test
    void failsWithoutAKernel() {
        server.tree.remove(BootableTree.VMLINUZ);

        assertFailed("there is no kernel");
    }

    @Test
    void failsWithAKernelThatWasCutOff() {
        server.tree.file(BootableTree.VMLINUZ, "MZ");

        assertFailed(BootableTree.KERNEL + " is not complete");
        assertThat(verdict().evidence()).first().isEqualTo(BootableTree.VMLINUZ + ": 2 B");
    }

    @Test
    void failsWithoutAnInitramfs() {
        server.tree.remove(BootableTree.INITRD);

        assertFailed(BootableTree.KERNEL + " is not complete");
        assertThat(verdict().evidence()).first().isEqualTo(BootableTree.INITRD + ": there is no such file");
    }

    @Test
    void failsWithAnInitramfsThatAFullDiskLeftEmpty() {
        server.tree.file(BootableTree.INITRD, "");

        assertThat(verdict().evidence()).first().isEqualTo(BootableTree.INITRD + ": it is empty");
    }

    @Test
    void failsWithAnInitramfsOfZeros() {
        server.tree.file(BootableTree.INITRD, "\0".repeat(1 << 20));

        assertFailed(BootableTree.KERNEL + " is not complete");
    }

    @Test
    void failsWithoutModules() {
        server.tree.remove("/usr/lib/modules/" + BootableTree.KERNEL + "/modules.dep");

        assertFailed(BootableTree.KERNEL + " is not complete");
    }

    @Test
    void cannotTellWhenBootIsNotMounted() {
        server.partition("/dev/vda6", "ext4", "5e77e700-0006-4000-8000-000000000000")
                .fstabLine("UUID=5e77e700-0006-4000-8000-000000000000 /boot ext4 defaults 0 2")
                .notMounted("/boot", "the kernel finds it damaged, or of another kind");
        server.tree.remove("/boot");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().summary()).contains("/boot is not mounted here");
    }

    private void assertFailed(String summary) {
        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().summary()).isEqualTo(summary);
    }

    private LeaveVerdict verdict() {
        return server.verdict("kernel");
    }
}
