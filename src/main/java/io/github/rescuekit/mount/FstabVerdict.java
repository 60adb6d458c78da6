package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.util.Optional;

/**
 * What becomes of one line of the installed system's fstab, and why.
 *
 * @param line its number in the file; 0 for the root filesystem when fstab does not name it
 * @param source the first field as written
 * @param device the block device that it means today, when there is one
 * @param reason how the device was found, or why the line is skipped or failed; one sentence
 */
public record FstabVerdict(
        int line, String source, String mountPoint, Action action, Optional<BlockDevice> device, String reason) {

    /** What is or was done with the line. */
    public enum Action {
        MOUNT,
        MOUNTED,
        SKIPPED,
        FAILED
    }

    /** True when the kernel of the rescue system is what stands against mounting it, and not what is on the device. */
    public boolean isBeyondThisKernel() {
        // The words of mount(8) for ENODEV.
        return action == Action.FAILED && reason.contains("unknown filesystem type");
    }
}
