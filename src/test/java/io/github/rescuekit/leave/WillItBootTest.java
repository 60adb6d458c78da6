package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.EspContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WillItBootTest {

    private static final String STALE = "UUID=" + Server.NOWHERE + " /srv ext4 ";

    /** A server that does not come back, and the checks that must say so. */
    private record Broken(List<String> checks, Consumer<Server> fault) {}

    @Test
    void hasNoDoubtAboutAServerThatBoots() {
        Server server = new Server();

        assertThat(server.doubts()).isEmpty();
        assertThat(server.verdicts()).allSatisfy(it -> {
            assertThat(it.evidence()).isNotEmpty();
            assertThat(it.next()).isEmpty();
        });
    }

    /** S60: what is broken is found by the check that is for it, and by no other. */
    @TestFactory
    Stream<DynamicTest> findsEachThingThatStopsABoot() {
        return broken().entrySet().stream()
                .map(it -> dynamicTest(it.getKey(), () -> {
                    Server server = new Server();
                    it.getValue().fault().accept(server);
                    assertThat(server.doubts().keySet())
                            .containsExactlyInAnyOrderElementsOf(it.getValue().checks());
                    assertThat(server.doubts().values()).contains(Verdict.FAILED);
                    assertThat(server.verdicts())
                            .filteredOn(verdict -> verdict.verdict() == Verdict.FAILED)
                            .allSatisfy(verdict -> {
                                assertThat(verdict.evidence()).isNotEmpty();
                                assertThat(verdict.next()).isPresent();
                            });
                }));
    }

    private static Map<String, Broken> broken() {
        Map<String, Broken> broken = new LinkedHashMap<>();
        broken.put("stale UUID in fstab", of("fstab", it -> it.fstabLine(STALE + "defaults 0 2")));
        broken.put("root of fstab gone", of("fstab", it -> it.fstab("UUID=" + Server.NOWHERE + " / ext4 rw 0 1")));
        broken.put(
                "another filesystem than fstab says",
                of("fstab", it -> it.fstab("UUID=" + Server.ROOT + " / ext4 rw", "LABEL=var /var xfs rw")));
        broken.put(
                "root= of another disk",
                of("boot menu", it -> grub(it, "UUID=" + Server.ROOT, STALE.substring(0, 41))));
        broken.put("root= of a loop device", of("boot menu", it -> grub(it, "UUID=" + Server.ROOT, "/dev/loop0p3")));
        broken.put("no grub.cfg", of("boot menu", it -> it.tree.remove(BootableTree.GRUB_CFG)));
        broken.put(
                "kernel of the menu gone",
                new Broken(List.of("boot menu", "kernel"), it -> it.tree.remove(BootableTree.VMLINUZ)));
        broken.put(
                "initramfs gone",
                new Broken(List.of("boot menu", "kernel"), it -> it.tree.remove(BootableTree.INITRD)));
        broken.put("initramfs empty", of("kernel", it -> it.tree.file(BootableTree.INITRD, "")));
        broken.put(
                "initramfs cut off", of("kernel", it -> it.tree.file(BootableTree.INITRD, "070701" + "0".repeat(99))));
        broken.put("no modules", of("kernel", it -> it.tree.remove("/usr/lib/modules/" + BootableTree.KERNEL)));
        broken.put("boot code wiped", of("boot loader", it -> it.outside.sector("/dev/vda", 0, new byte[512])));
        broken.put("GRUB's modules gone", of("boot loader", it -> it.tree.remove("/boot/grub/i386-pc/normal.mod")));
        broken.put("ESP empty", of("boot loader", WillItBootTest::emptyEsp));
        broken.put("init gone", of("init", it -> it.tree.remove("/usr/sbin/init")));
        broken.put("dynamic linker gone", of("init", it -> it.tree.remove("/lib64")));
        broken.put(
                "SELinux without a policy",
                of("SELinux", it -> it.tree.file("/etc/selinux/config", "SELINUX=enforcing\n")));
        broken.put(
                "crypttab names a volume that is gone",
                new Broken(List.of("crypttab", "fstab"), WillItBootTest::cryptGone));
        return broken;
    }

    private static Broken of(String check, Consumer<Server> fault) {
        return new Broken(List.of(check), fault);
    }

    private static void grub(Server server, String before, String after) {
        String text = server.tree.node(BootableTree.GRUB_CFG).content();
        server.tree.file(BootableTree.GRUB_CFG, text.replace("root=" + before, "root=" + after));
    }

    private static void emptyEsp(Server server) {
        server.fstabLine("UUID=5E77-E700 /boot/efi vfat umask=0077 0 1");
        server.tree.directory("/boot/efi");
        server.outside.sector("/dev/vda", 0, new byte[512]);
        server.outside.esp = Optional.of(new EspContent(List.of(), List.of()));
    }

    private static void cryptGone(Server server) {
        server.fstabLine("/dev/mapper/data /srv ext4 defaults 0 2");
        server.tree.file("/etc/crypttab", "data UUID=" + Server.NOWHERE + " /dev/urandom luks\n");
    }

    /** What looks like a fault, and stops nothing. */
    @TestFactory
    Stream<DynamicTest> hasNoDoubtAboutWhatOnlyLooksLikeAFault() {
        Map<String, Consumer<Server>> lookAlikes = Map.of(
                "a stale line with nofail",
                it -> it.fstabLine(STALE + "nofail 0 2"),
                "a stale line with noauto",
                it -> it.fstabLine(STALE + "noauto 0 2"),
                "a stale line that is commented out",
                it -> it.fstabLine("#" + STALE + "defaults 0 2"),
                "an old kernel without its initramfs",
                it -> it.tree.file("/boot/vmlinuz-5.10.0-1-amd64", "MZ"),
                "a mount point that systemd makes",
                it -> it.tree.remove("/var"),
                "little room on /boot/efi",
                it -> {
                    it.fstabLine("UUID=5E77-E700 /boot/efi vfat umask=0077 0 1");
                    it.outside.space("/boot/efi", Bytes.ZERO);
                },
                "another system in the menu",
                it -> it.tree.file(
                        BootableTree.GRUB_CFG,
                        it.tree.node(BootableTree.GRUB_CFG).content()
                                + "menuentry 'Other' {\n linux /gone root=/dev/sdz9\n}\n"));
        return lookAlikes.entrySet().stream()
                .map(it -> dynamicTest(it.getKey(), () -> {
                    Server server = new Server();
                    it.getValue().accept(server);
                    assertThat(server.doubts()).isEmpty();
                }));
    }

    @Test
    void isNotSureOfAnythingInAViewThatMayMissFiles() {
        Server server = new Server().incomplete("/dev/vda3 has changes in its journal that are not shown");

        assertThat(server.verdict("view").verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(server.verdict("view").evidence())
                .containsExactly("/dev/vda3 has changes in its journal that are not shown");
    }
}
