package io.github.rescuekit.probe;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Meminfo;
import java.nio.file.Path;
import java.util.Optional;

/** The machine's memory. */
public final class Memory {

    private static final String MEMINFO = "/proc/meminfo";

    private Memory() {}

    /** What the kernel can use. */
    public static Bytes total() {
        return told(read().total(), "how much memory there is");
    }

    /** What programs can still have without anything being pushed out. */
    public static Bytes available() {
        return told(read().available(), "how much memory is free");
    }

    private static Meminfo read() {
        return Meminfo.parse(new KernelFiles(Path.of("/")).text(MEMINFO).orElse(""));
    }

    private static Bytes told(Optional<Bytes> amount, String what) {
        return amount.orElseThrow(
                () -> new RescueException(ExitCode.NOT_UNDERSTOOD, MEMINFO + " does not tell " + what, "see 'free'"));
    }
}
