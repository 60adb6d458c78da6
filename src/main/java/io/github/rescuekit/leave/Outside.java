package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.Optional;

/** What the checks ask about a machine beside the files of the installed system. Nothing of it writes. */
interface Outside {

    /** Room on a filesystem, for those who are not root. */
    record Space(Bytes total, Bytes free) {}

    /** How much room there is where a line of fstab is mounted; empty when nobody can tell. */
    Optional<Space> space(String mountPoint);

    /** Bytes of a device. */
    byte[] read(BlockDevice device, long offset, int length);

    /** What an EFI system partition holds. */
    EspContent esp(BlockDevice device);

    /** Looks into the initramfs of a kernel. */
    InitramfsLook initramfs();

    /** How this rescue system was started, and so, very likely, how the server starts. */
    boolean startedByUefi();
}
