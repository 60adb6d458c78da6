package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Damages the filesystem in an image; the same random numbers give the same damage. */
@FunctionalInterface
interface Damage {

    void to(Path image, Random random) throws IOException;

    /** Something else stands there than what was written. */
    static void overwrite(Path image, long offset, int length, Random random) throws IOException {
        byte[] garbage = new byte[length];
        random.nextBytes(garbage);
        LoopImage.overwrite(image, offset, garbage);
    }

    /** Nothing stands there any more. */
    static void zero(Path image, long offset, int length) throws IOException {
        LoopImage.overwrite(image, offset, new byte[length]);
    }

    /** The rest of the disk is gone, as after a partition that was made too small. */
    static void cutOff(Path image, double kept) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            // Whole megabytes: a partition ends at one, and a loop device shows whole sectors only.
            channel.truncate((long) (channel.size() * kept) >> 20 << 20);
        }
    }
}
