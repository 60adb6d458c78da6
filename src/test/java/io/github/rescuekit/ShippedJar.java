package io.github.rescuekit;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The jar as an operator calls it, with a directory of its own for locks and records. */
final class ShippedJar {

    private static final Path JAR = Path.of("target/rescuekit.jar");
    private static final Integer[] ANY_CODE = IntStream.range(0, 256).boxed().toArray(Integer[]::new);

    private final Path jar;
    private final Path run;

    private ShippedJar(Path jar, Path run) {
        this.jar = jar.toAbsolutePath();
        this.run = run;
    }

    /** Keeps what it must remember while the machine runs in the given directory. */
    static ShippedJar with(Path run) {
        return new ShippedJar(JAR, run);
    }

    /** Another file of the same jar. */
    ShippedJar at(Path copy) {
        return new ShippedJar(copy, run);
    }

    static Path path() {
        return JAR.toAbsolutePath();
    }

    Path locks() {
        return run.resolve("locks");
    }

    /** Runs a verb as a script does, without a terminal. */
    Result run(String... words) {
        return under(List.of(), words);
    }

    /** The same, started by other programs, such as one that drops rights. */
    Result under(List<String> starter, String... words) {
        List<String> line = new ArrayList<>(starter);
        line.addAll(line(words));
        return LoopImage.RUNNER.run(Command.of(line.get(0), line.subList(1, line.size()))
                .within(Duration.ofMinutes(2))
                .accepting(ANY_CODE));
    }

    /** What starts it, word by word. */
    List<String> line(String... words) {
        List<String> line = new ArrayList<>(List.of(
                "/usr/bin/env",
                "RESCUEKIT_RUN=" + run,
                System.getProperty("java.home") + "/bin/java",
                "-jar",
                jar.toString()));
        line.addAll(List.of(words));
        return line;
    }
}
