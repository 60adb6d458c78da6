package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An installed system whose filesystems are mounted; closing it takes them down in reverse. */
public interface MountedSystem extends AutoCloseable {

    /**
     * Its root directory as this process sees it. A look lies behind {@code /proc/PID/root}, a link that only the kernel
     * can follow: open files below it as usual, but never through {@link Path#toRealPath}.
     */
    Path root();

    BlockDevice rootDevice();

    /** One verdict for each line of its fstab; only the root's when only the root was mounted. */
    List<FstabVerdict> verdicts();

    /** The devices that are mounted, the root's first. */
    default Set<BlockDevice> devices() {
        Set<BlockDevice> devices = new LinkedHashSet<>();
        devices.add(rootDevice());
        verdicts().stream()
                .filter(it -> it.action() == FstabVerdict.Action.MOUNTED)
                .flatMap(it -> it.device().stream())
                .forEach(devices::add);
        return devices;
    }

    /** Why files may be missing from the view, such as a journal that could not be replayed; empty when it is complete. */
    List<String> incomplete();

    /** What a diagnosis cannot see: why the view is incomplete, and parts of the system that are not in it. */
    default List<String> unseen() {
        List<String> unseen = new ArrayList<>(incomplete());
        unseen.addAll(MissingParts.among(verdicts(), RescueFirmware.isUefi()));
        return unseen;
    }

    boolean isWritable();

    /**
     * Unmounts everything in reverse order and detaches what was attached for it.
     *
     * @throws io.github.rescuekit.model.RescueException that names who holds what, when something stays mounted
     */
    @Override
    void close();
}
