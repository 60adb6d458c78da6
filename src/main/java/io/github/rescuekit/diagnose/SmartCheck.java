package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.NvmeSmartLog;
import io.github.rescuekit.parse.Smartctl;
import java.time.Duration;

/** What a whole disk says about its own health: SMART, or the NVMe health log. */
final class SmartCheck implements Check {

    static final String ID = "smart";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Runner runner;
    private final Tools tools;

    SmartCheck(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean applies(Machine machine, BlockDevice device) {
        return device.kind() == DeviceKind.DISK || (device.kind() == DeviceKind.LOOP && device.isWholeDisk());
    }

    @Override
    public CheckResult run(Machine machine, BlockDevice device, Progress progress) {
        if (device.kind() == DeviceKind.LOOP) {
            return CheckResult.unknowable(
                    ID, device.path(), "a loop device keeps no SMART log; check the disk below it");
        }
        if (isVirtual(device)) {
            return CheckResult.unknowable(
                    ID, device.path(), "a virtual disk keeps no SMART log; ask the provider about the disk below it");
        }
        progress.at("SMART of " + device.path(), 0);
        return isNvme(device) && !tools.has("smartctl") ? nvmeLog(device) : smartctl(device);
    }

    // virtio and Xen disks; emulated SATA and SCSI ones answer for themselves.
    private static boolean isVirtual(BlockDevice device) {
        return device.name().matches("(vd|xvd|zram|nbd|ubd).*");
    }

    private static boolean isNvme(BlockDevice device) {
        return device.name().startsWith("nvme");
    }

    private CheckResult smartctl(BlockDevice device) {
        Result result = runner.run(
                Command.of("smartctl", "-j", "-x", device.path()).acceptingAny().within(LIMIT));
        return SmartThresholds.judge(device.path(), Smartctl.parse(result.exitCode(), result.out()));
    }

    private CheckResult nvmeLog(BlockDevice device) {
        Result result = runner.run(
                Command.of("nvme", "smart-log", "-o", "json", device.path()).within(LIMIT));
        return SmartThresholds.judge(device.path(), NvmeSmartLog.parse(result.out()));
    }
}
