package io.github.rescuekit.session;

import io.github.rescuekit.exec.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Jobs that a thread of the test does, or nobody. */
public final class TestJobs {

    private TestJobs() {}

    /** Each is handed to {@code worker} in a thread of its own. */
    public static Jobs doneBy(Path directory, Consumer<Job> worker) {
        return new Jobs(
                directory,
                (command, output) -> {
                    String number = command.arguments().get(0);
                    Thread thread =
                            new Thread(() -> worker.accept(ofNobody(directory).ordered(number)), "job " + number);
                    thread.setDaemon(true);
                    thread.start();
                },
                number -> Command.of("job", String.valueOf(number)));
    }

    /** Their processes never begin. */
    public static Jobs ofNobody(Path directory) {
        return new Jobs(directory, (command, output) -> {}, number -> Command.of("job", String.valueOf(number)));
    }

    /** Its process was killed. */
    public static void dead(Path directory, Job job) {
        String begun = JobEvent.of(JobEvent.Kind.BEGUN, "999999999 1").toJson() + "\n";
        try {
            Files.writeString(directory.resolve(job.id() + "/log"), begun, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JobOrder order(String... words) {
        return new JobOrder(List.of(words), "root from 203.0.113.7", Instant.now(), new JobOrder.View(true, false, 80));
    }
}
