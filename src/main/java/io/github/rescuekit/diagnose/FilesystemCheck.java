package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A filesystem that nobody writes to, looked at by its own tool. */
final class FilesystemCheck implements Check {

    /** Runs the tools of one family of filesystems on a device that is at rest. */
    @FunctionalInterface
    interface Examination {
        CheckResult examine(BlockDevice device, Progress progress);
    }

    private final String id;
    private final Set<String> types;
    private final DeviceUse use;
    private final Examination examination;

    FilesystemCheck(String id, Set<String> types, DeviceUse use, Examination examination) {
        this.id = id;
        this.types = Set.copyOf(types);
        this.use = use;
        this.examination = examination;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean applies(Machine machine, BlockDevice device) {
        return device.filesystem().map(Filesystem::type).filter(types::contains).isPresent();
    }

    @Override
    public CheckResult run(Machine machine, BlockDevice device, Progress progress) {
        List<DeviceUse.Use> uses = use.of(machine, device);
        Optional<DeviceUse.Use> moving =
                uses.stream().filter(FilesystemCheck::canChange).findFirst();
        return moving.map(it -> inUse(device, it, uses)).orElseGet(() -> examination.examine(device, progress));
    }

    // A filesystem that is mounted read-only stands still: its blocks are as good as those of an unmounted one.
    private static boolean canChange(DeviceUse.Use use) {
        return use.kind() != DeviceUse.Kind.MOUNTED_READ_ONLY;
    }

    private CheckResult inUse(BlockDevice device, DeviceUse.Use first, List<DeviceUse.Use> uses) {
        return CheckResult.unknown(
                id,
                device.path(),
                "it is " + first.who() + ": a check of a filesystem in use is no evidence, so none was made",
                uses.stream().map(DeviceUse.Use::who).toList(),
                first.kind() == DeviceUse.Kind.MOUNTED
                        ? "unmount it ('rescuekit umount', or umount), then check again"
                        : "check what is built on it, or release it first");
    }
}
