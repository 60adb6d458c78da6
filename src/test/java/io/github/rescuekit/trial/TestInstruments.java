package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Counter;
import io.github.rescuekit.model.HardwareError.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** A machine of the test's own: programs that answer from a function, and counters that grow when the test says so. */
final class TestInstruments implements Runner {

    static final Bytes TOTAL = Bytes.gib(8);
    static final Bytes AVAILABLE = Bytes.gib(4);
    static final ErrorCounters NOTHING = new ErrorCounters(Map.of(), List.of(), List.of());

    private static final Duration SHORT = Duration.ofMillis(1);

    private final List<Command> started = new ArrayList<>();
    private final Function<Command, Result> answers;

    TestInstruments(Function<Command, Result> answers) {
        this.answers = answers;
    }

    static ErrorCounters counting(Kind kind, String name, long count) {
        return new ErrorCounters(Map.of(new Counter(kind, name), count), List.of(), List.of());
    }

    /** Gives one after the other. */
    static <T> Supplier<T> each(List<T> values) {
        Iterator<T> iterator = values.iterator();
        return iterator::next;
    }

    static Instruments of(Supplier<ErrorCounters> counters) {
        return new Instruments(counters, List::of, () -> TOTAL, () -> AVAILABLE, () -> 2);
    }

    /** A directory of programs that only have to be there. */
    static Tools tools(Path directory, String... programs) {
        try {
            for (String program : programs) {
                Files.createFile(
                        directory.resolve(program),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Tools(List.of(directory.toString()));
    }

    Load load() {
        return new Load(this, SHORT);
    }

    synchronized List<String> started() {
        return started.stream().map(Command::toString).toList();
    }

    @Override
    public Result run(Command command) {
        synchronized (this) {
            started.add(command);
        }
        return answers.apply(command);
    }
}
