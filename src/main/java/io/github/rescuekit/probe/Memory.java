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

    private Memory() {}

    /** What the kernel can use. */
    public static Bytes total() {
        String text = new KernelFiles(Path.of("/")).text(MEMINFO).orElse("");
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new RescueException(
                    ExitCode.NOT_UNDERSTOOD, MEMINFO + " does not tell how much memory there is", "see 'free'");
        }
        return Bytes.kib(Long.parseLong(total.group(1)));
    }
}
