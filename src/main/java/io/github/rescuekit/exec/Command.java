package io.github.rescuekit.exec;

import io.github.rescuekit.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A program to start, as a value.
 *
 * @param program its name, found by {@link Tools}, or an absolute path
 * @param arguments passed as they are; no shell ever sees them
 * @param input what the program reads from standard input, then end of file
 * @param limit after this time it is stopped with all its descendants
 * @param accepted exit codes that are answers; any other is a {@link ToolFailedException}
 * @param watcher sees each line of standard output as it comes, for progress
 * @param terminal the program takes over the operator's terminal; nothing of its output is captured
 */
public record Command(
        String program,
        List<String> arguments,
        Input input,
        Duration limit,
        Set<Integer> accepted,
        Optional<Consumer<String>> watcher,
        boolean terminal) {

    private static final int HIGHEST_CODE = 255;
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    /** What standard input gets. */
    public sealed interface Input {

        Input NONE = new Text("");

        /** For everybody to see. */
        record Text(String text) implements Input {}

        /** For the program alone. What it then prints may be as secret, a hash for example: no message and no tape has it. */
        record Hidden(Secret secret) implements Input {}
    }

    public Command {
        Objects.requireNonNull(program);
        arguments = List.copyOf(arguments);
        accepted = Set.copyOf(accepted);
    }

    public static Command of(String program, String... arguments) {
        return of(program, List.of(arguments));
    }

    public static Command of(String program, List<String> arguments) {
        return new Command(program, arguments, Input.NONE, DEFAULT_LIMIT, Set.of(0), Optional.empty(), false);
    }

    public Command with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Command(program, all, input, limit, accepted, watcher, terminal);
    }

    public Command accepting(Integer... codes) {
        return new Command(program, arguments, input, limit, Set.of(codes), watcher, terminal);
    }

    /** Every exit code is an answer: for tools whose code is a sum of bits that the caller decodes. */
    public Command acceptingAny() {
        return accepting(IntStream.rangeClosed(0, HIGHEST_CODE).boxed().toArray(Integer[]::new));
    }

    public Command within(Duration newLimit) {
        return new Command(program, arguments, input, newLimit, accepted, watcher, terminal);
    }

    public Command reading(String text) {
        return new Command(program, arguments, new Input.Text(text), limit, accepted, watcher, terminal);
    }

    public Command readingSecret(Secret secret) {
        return new Command(program, arguments, new Input.Hidden(secret), limit, accepted, watcher, terminal);
    }

    public boolean isSecret() {
        return input instanceof Input.Hidden;
    }

    public Command watchedBy(Consumer<String> lines) {
        return new Command(program, arguments, input, limit, accepted, Optional.of(lines), terminal);
    }

    public Command onTerminal() {
        return new Command(program, arguments, input, limit, accepted, watcher, true);
    }

    /** The words as an operator would type them; for messages only, never for a shell. */
    @Override
    public String toString() {
        return arguments.isEmpty() ? program : program + " " + String.join(" ", arguments);
    }
}
