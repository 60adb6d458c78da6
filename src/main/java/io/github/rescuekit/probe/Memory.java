package io.github.rescuekit.probe;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's memory. */
public final class Memory {

    private static final String MEMINFO = "/proc/meminfo";
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d{1,15}) kB$");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB$");

    private Memory() {}

    /** What the kernel can use. */
    public static Bytes total() {
        return read(TOTAL, "how much memory there is");
    }

    /** What programs can still have without anything being pushed out. */
    public static Bytes available() {
        return read(AVAILABLE, "how much memory is free");
    }

    private static Bytes read(Pattern pattern, String what) {
        Matcher line =
                pattern.matcher(new KernelFiles(Path.of("/")).text(MEMINFO).orElse(""));
        if (!line.find()) {
            throw new RescueException(ExitCode.NOT_UNDERSTOOD, MEMINFO + " does not tell " + what, "see 'free'");
        }
        return Bytes.kib(Long.parseLong(line.group(1)));
    }
}
