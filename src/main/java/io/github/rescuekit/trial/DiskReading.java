package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.parse.Dd;
import java.time.Duration;

/** Reads a part of a device past all caches, and throws it away. The only way in which a trial touches a disk. */
final class DiskReading {

    static final String PROGRAM = "dd";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Runner runner;
    private final String device;

    DiskReading(Runner runner, String device) {
        this.runner = runner;
        this.device = device;
    }

    /**
     * Reads {@code count} blocks, the first {@code skip} left out.
     *
     * @throws io.github.rescuekit.exec.ToolFailedException when the device does not answer in time
     */
    Dd read(Bytes block, long skip, long count) {
        Result result = runner.run(Command.of(
                        PROGRAM,
                        "if=" + device,
                        "of=/dev/null",
                        "bs=" + block.count(),
                        "skip=" + skip,
                        "count=" + count,
                        "iflag=direct")
                .acceptingAny()
                .within(LIMIT));
        return Dd.parse(result.err());
    }
}
