package io.github.rescuekit.leave;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.DeviceFinder;
import io.github.rescuekit.mount.FstabVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Debian 12 that boots, on a disk with a BIOS boot partition, an ESP, a root, a /var and swap; each test breaks one thing
 * of it.
 */
final class Server {

    static final String KERNEL = "6.1.0-37-amd64";
    static final String ROOT = "5e77e700-0003-4000-8000-000000000000";
    static final String VAR = "5e77e700-0004-4000-8000-000000000000";
    static final String SWAP = "5e77e700-0005-4000-8000-000000000000";
    static final String NOWHERE = "0ffba5ed-0000-4000-8000-000000000000";
    static final String VMLINUZ = "/boot/vmlinuz-" + KERNEL;
    static final String INITRD = "/boot/initrd.img-" + KERNEL;
    static final String SYSTEMD = "/usr/lib/systemd/systemd";

    final TestTree tree = new TestTree();
    private TestDisks disks = new TestDisks();
    private String fstab = String.join(
            "\n",
            "UUID=" + ROOT + " / ext4 errors=remount-ro 0 1",
            "UUID=" + VAR + " /var ext4 defaults 0 2",
            "UUID=" + SWAP + " none swap sw 0 0",
            "tmpfs /tmp tmpfs nosuid 0 0\n");
    private final Map<String, String> notMounted = new HashMap<>();
    private final List<String> incomplete = new ArrayList<>();

    Server() {
        disks.disk("/dev/vda")
                .partitionOfType("/dev/vda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/vda2", "vfat", "5E77-E700", "")
                .partition("/dev/vda3", "ext4", ROOT, "root")
                .partition("/dev/vda4", "ext4", VAR, "var")
                .partition("/dev/vda5", "swap", SWAP, "");
        tree.file("/usr/lib/os-release", "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n")
                .link("/etc/os-release", "../usr/lib/os-release")
                .directory("/var")
                .directory("/tmp")
                .link("/bin", "usr/bin")
                .link("/sbin", "usr/sbin")
                .link("/lib", "usr/lib")
                .program(SYSTEMD, "\u007fELF")
                .link("/usr/sbin/init", "../lib/systemd/systemd")
                .file(VMLINUZ, kernel())
                .file(INITRD, initramfs())
                .file("/usr/lib/modules/" + KERNEL + "/modules.dep", "kernel/fs/ext4/ext4.ko:\n");
    }

    /** MZ and HdrS where file(1) looks for them, and as long as a kernel. */
    static String kernel() {
        return "MZ" + "\0".repeat(512) + "HdrS" + "\0".repeat(2 << 20);
    }

    /** The beginning of an uncompressed cpio archive, and as long as an initramfs. */
    static String initramfs() {
        return "070701" + "0".repeat(6 << 20);
    }

    Server fstab(String... lines) {
        fstab = String.join("\n", lines) + "\n";
        return this;
    }

    Server fstabLine(String line) {
        fstab += line + "\n";
        return this;
    }

    Server partition(String path, String type, String uuid) {
        disks.partition(path, type, uuid, "");
        return this;
    }

    /** Other disks than the usual one. */
    Server on(TestDisks others) {
        disks = others;
        return this;
    }

    /** A filesystem that could not be mounted for the look. */
    Server notMounted(String mountPoint, String reason) {
        notMounted.put(mountPoint, reason);
        return this;
    }

    Server incomplete(String reason) {
        incomplete.add(reason);
        return this;
    }

    Machine machine() {
        return disks.machine();
    }

    BootView view() {
        tree.file("/etc/fstab", fstab);
        Machine machine = machine();
        BlockDevice root = machine.device("/dev/vda3").orElseThrow();
        InstalledSystem system = InstalledSystems.at(tree, machine, Optional.of(root), incomplete)
                .orElseThrow();
        DeviceFinder finder = new DeviceFinder(system.fstab(), machine, root);
        return BootView.of(
                system,
                root,
                system.fstab().entries().stream().map(it -> line(it, finder)).toList());
    }

    private FstabVerdict line(FstabEntry entry, DeviceFinder finder) {
        Optional<BlockDevice> device = finder.find(entry).device();
        String reason = notMounted.getOrDefault(entry.mountPoint(), "");
        boolean mounted = device.isPresent() && reason.isEmpty();
        return new FstabVerdict(
                entry.line(),
                entry.source(),
                entry.mountPoint(),
                mounted ? FstabVerdict.Action.MOUNTED : FstabVerdict.Action.FAILED,
                device,
                reason);
    }

    List<LeaveVerdict> verdicts() {
        return WillItBoot.judge(view());
    }

    LeaveVerdict verdict(String check) {
        return verdicts().stream()
                .filter(it -> it.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    /** The checks that do not say healthy. */
    Map<String, Verdict> doubts() {
        Map<String, Verdict> doubts = new HashMap<>();
        verdicts().stream()
                .filter(it -> it.verdict() != Verdict.HEALTHY)
                .forEach(it -> doubts.put(it.check(), it.verdict()));
        return doubts;
    }
}
