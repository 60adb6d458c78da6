package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Debian 12 that starts, with its disk; each test breaks one thing of its start. */
final class StartingServer {

    static final String ROOT = "5e77e700-0002-4000-8000-000000000000";
    static final String VAR = "5e77e700-0003-4000-8000-000000000000";
    static final String SWAP = "5e77e700-0004-4000-8000-000000000000";
    static final String NOWHERE = "0ffba5ed-0000-4000-8000-000000000000";
    static final String FSTAB = "/etc/fstab";
    static final String CRYPTTAB = "/etc/crypttab";
    static final String CRYPTTAB_HEADER = "# <target> <source> <key> <options>\n";
    static final String LUKS = "1b5e77e7-0001-4000-8000-000000000000";

    final TestTree tree;
    /** On which device its root is. */
    String rootDevice = "/dev/vda2";

    TestDisks disks = new TestDisks()
            .disk("/dev/vda")
            .partition("/dev/vda1", "vfat", "5E77-E700", "")
            .partition("/dev/vda2", "ext4", ROOT, "")
            .partition("/dev/vda3", "ext4", VAR, "")
            .partition("/dev/vda4", "swap", SWAP, "")
            .partitionOfType("/dev/vda14", PartitionEntry.BIOS_BOOT);
    private final List<String> incomplete = new ArrayList<>();

    StartingServer() {
        this(BootableTree.of(ROOT));
    }

    StartingServer(TestTree tree) {
        this.tree = tree.file("/boot/efi/EFI/BOOT/BOOTX64.EFI", "a shim")
                .file(
                        FSTAB,
                        "# <file system> <mount point>   <type>  <options>       <dump>  <pass>\n"
                                + "UUID=" + ROOT + " /               ext4    errors=remount-ro 0       1\n"
                                + "UUID=" + VAR + " /var            ext4    defaults        0       2\n"
                                + "UUID=5E77-E700\t/boot/efi\tvfat\tumask=0077\t0\t1\n"
                                + "UUID=" + SWAP + " none            swap    sw              0       0\n");
    }

    StartingServer fstabLine(String line) {
        tree.file(FSTAB, fstab() + line + "\n");
        return this;
    }

    StartingServer replace(String path, String before, String after) {
        String text = text(path);
        if (!text.contains(before)) {
            throw new IllegalArgumentException(path + " has no " + before);
        }
        tree.file(path, text.replace(before, after));
        return this;
    }

    /** Adds an older kernel, to the end of the menu too. */
    StartingServer withOlderKernel(String release) {
        String newest = system().kernels().get(0).release();
        tree.put("/boot/vmlinuz-" + release, tree.node("/boot/vmlinuz-" + newest))
                .put("/boot/initrd.img-" + release, tree.node("/boot/initrd.img-" + newest))
                .file("/usr/lib/modules/" + release + "/modules.dep", "");
        String menu = text("/boot/grub/grub.cfg");
        tree.file(
                "/boot/grub/grub.cfg",
                menu
                        + menu.substring(menu.indexOf("menuentry"))
                                .replace(newest, release)
                                .replace("'Debian GNU/Linux'", "'Debian with " + release + "'")
                                .replace("'gnulinux-simple-", "'gnulinux-" + release + "-"));
        return this;
    }

    void withoutNewestInitramfs() {
        withOlderKernel("6.1.0-9-amd64").tree.remove("/boot/initrd.img-6.1.0-37-amd64");
    }

    /** Something that the view does not show. */
    StartingServer incomplete(String reason) {
        incomplete.add(reason);
        return this;
    }

    String fstab() {
        return text(FSTAB);
    }

    String text(String path) {
        return tree.text(path).orElseThrow().text();
    }

    /** Its root lies on a mirror of two disks instead, each with room for GRUB. */
    StartingServer onAMirror() {
        disks = new TestDisks()
                .disk("/dev/sda")
                .partitionOfType("/dev/sda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .partitionOfType("/dev/sdb1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", ROOT, "/dev/sda2", "/dev/sdb2");
        rootDevice = "/dev/md0";
        return this;
    }

    /** Its root lies in a LUKS volume instead, which everything calls vda2_crypt. */
    StartingServer onLuks() {
        rootIsOpenAs("vda2_crypt");
        crypttab("vda2_crypt UUID=" + LUKS + " none luks,discard");
        return replace("/boot/grub/grub.cfg", "root=UUID=" + ROOT, "root=/dev/mapper/vda2_crypt")
                .replace(FSTAB, "UUID=" + ROOT, "/dev/mapper/vda2_crypt");
    }

    void crypttab(String... lines) {
        tree.file(CRYPTTAB, CRYPTTAB_HEADER + String.join("\n", lines) + "\n");
    }

    /** Today the volume has that name; what the boot calls it stays. */
    void rootIsOpenAs(String name) {
        rootDevice = "/dev/mapper/" + name;
        disks = luksPartitions().layer(DeviceKind.CRYPT, rootDevice, "ext4", ROOT, "/dev/vda2");
    }

    static TestDisks luksPartitions() {
        return new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "vfat", "5E77-E700", "")
                .partition("/dev/vda2", "crypto_LUKS", LUKS, "")
                .partition("/dev/vda3", "ext4", VAR, "")
                .partition("/dev/vda4", "swap", SWAP, "");
    }

    InstalledSystem system() {
        return look(tree);
    }

    InstalledSystem look(SystemFiles files) {
        Machine machine = disks.machine();
        BlockDevice root = machine.device(rootDevice).orElseThrow();
        return InstalledSystems.at(files, machine, Optional.of(root), incomplete)
                .orElseThrow();
    }

    /** The text of a file after the repair, which is checked as {@link TestRepair#repair} does. */
    String repaired(Recipe recipe, Choice choice, String path) {
        return repaired(recipe, choice).text(path).orElseThrow().text();
    }

    TestTree repaired(Recipe recipe, Choice choice) {
        return TestRepair.repair(recipe, tree, choice, this::look);
    }
}
