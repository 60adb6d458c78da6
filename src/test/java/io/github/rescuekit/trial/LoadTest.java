package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final List<Command> TWO = List.of(Command.of("one"), Command.of("two"));
    private static final Load.Watch ALL_IS_WELL = since -> Optional.empty();

    private final CountDownLatch bothWork = new CountDownLatch(2);
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void runsAllAtTheSameTimeAndKeepsTheirOrder() {
        Load.Outcome outcome = load(command -> {
                    bothWork.countDown();
                    await(bothWork);
                    return Result.of(0, command.program());
                })
                .run(TWO, ALL_IS_WELL);

        assertThat(outcome.runs())
                .extracting(run -> run.result().orElseThrow().out())
                .containsExactly("one", "two");
        assertThat(outcome.stopped()).isEmpty();
    }

    @Test
    void keepsTheResultOfOneWhenAnotherFails() {
        Load.Outcome outcome = load(command -> {
                    if (command.program().equals("one")) {
                        throw new RescueException(ExitCode.TOOL_FAILED, "one was stopped", "see dmesg");
                    }
                    return Result.of(0, "done");
                })
                .run(TWO, ALL_IS_WELL);

        assertThat(outcome.runs().get(0).failure()).isPresent();
        assertThat(outcome.runs().get(1).result()).isPresent();
    }

    @Test
    void endsAllProgramsWhenTheWatchSaysSo() {
        Load.Outcome outcome = load(this::untilInterrupted)
                .run(TWO, since -> bothWork.getCount() == 0 ? Optional.of("too hot") : Optional.empty());

        assertThat(outcome.stopped()).contains("too hot");
        assertThat(ended).hasValue(2);
    }

    @Test
    void endsAllProgramsWhenTheWatchItselfFails() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> load(this::untilInterrupted).run(TWO, since -> {
                    await(bothWork);
                    throw new IllegalStateException("a bug");
                }));
        assertThat(ended).hasValue(2);
    }

    @Test
    void endsAllProgramsWhenTheOperatorInterrupts() {
        Thread operator = Thread.currentThread();

        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> load(this::untilInterrupted).run(TWO, since -> {
                    await(bothWork);
                    operator.interrupt();
                    return Optional.empty();
                }))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
        assertThat(ended).hasValue(2);
    }

    private static Load load(Runner runner) {
        return new Load(runner, Duration.ofMillis(1));
    }

    // As SystemRunner does: an interrupt ends the program and then the run.
    private Result untilInterrupted(Command command) {
        bothWork.countDown();
        try {
            new CountDownLatch(1).await();
            return Result.of(0, "never");
        } catch (InterruptedException e) {
            ended.incrementAndGet();
            throw new RescueException(ExitCode.INTERRUPTED, command + " was interrupted", "start it again");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
