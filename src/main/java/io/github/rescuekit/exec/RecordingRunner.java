package io.github.rescuekit.exec;

import java.util.function.Consumer;

/** Runs through another runner and hands each answer, as a line of a {@link Tape}, to a sink. */
public final class RecordingRunner implements Runner {

    private final Runner runner;
    private final Consumer<String> sink;

    public RecordingRunner(Runner runner, Consumer<String> sink) {
        this.runner = runner;
        this.sink = sink;
    }

    @Override
    public Result run(Command command) {
        Result result = runner.run(command);
        sink.accept(Tape.Entry.of(command, result).toJson());
        return result;
    }
}
