package io.github.rescuekit.leave;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.LayerNameFiles;
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
import java.util.stream.Stream;

/**
 * A Debian 12 that boots and lets its admin in, on a disk with a BIOS boot partition, an ESP, a root, a /var and swap; each test breaks one thing
 * of it.
 */
final class Server {

    static final String ROOT = "5e77e700-0003-4000-8000-000000000000";
    static final String VAR = "5e77e700-0004-4000-8000-000000000000";
    static final String SWAP = "5e77e700-0005-4000-8000-000000000000";
    static final String NOWHERE = "0ffba5ed-0000-4000-8000-000000000000";

    final TestTree tree = BootableTree.of(ROOT);
    TestDisks disks = new TestDisks();
    private String fstab = String.join(
            "\n",
            "UUID=" + ROOT + " / ext4 errors=remount-ro 0 1",
            "UUID=" + VAR + " /var ext4 defaults 0 2",
            "UUID=" + SWAP + " none swap sw 0 0",
            "tmpfs /tmp tmpfs nosuid 0 0\n");
    private final Map<String, String> notMounted = new HashMap<>();
    private final List<String> incomplete = new ArrayList<>();
    final TestOutside outside = new TestOutside();

    Server() {
        disks.disk("/dev/vda")
                .partitionOfType("/dev/vda1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/vda2", "vfat", "5E77-E700", "")
                .partition("/dev/vda3", "ext4", ROOT, "root")
                .partition("/dev/vda4", "ext4", VAR, "var")
                .partition("/dev/vda5", "swap", SWAP, "");
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

    SystemView view() {
        tree.file("/etc/fstab", fstab);
        Machine machine = machine();
        BlockDevice root = machine.device("/dev/vda3").orElseThrow();
        InstalledSystem system = InstalledSystems.at(tree, machine, Optional.of(root), incomplete)
                .orElseThrow();
        DeviceFinder finder = new DeviceFinder(system.fstab(), LayerNameFiles.names(system.files()), machine, root);
        return SystemView.of(
                system,
                root,
                system.fstab().entries().stream().map(it -> line(it, finder)).toList(),
                outside);
    }

    private FstabVerdict line(FstabEntry entry, DeviceFinder finder) {
        // The root is what was chosen, whatever fstab calls it.
        Optional<BlockDevice> device = entry.mountPoint().equals("/")
                ? machine().device("/dev/vda3")
                : finder.find(entry).device();
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
        SystemView view = view();
        return Stream.concat(WillItBoot.judge(view).stream(), CanILogIn.judge(view).stream())
                .toList();
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
