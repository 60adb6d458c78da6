package io.github.rescuekit.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** One answer for all recipes of a diagnosis: who asks within some seconds of the first is told the same. */
public final class AskedOnce<T> implements Supplier<T> {

    // A console stays open: what its operator mends meanwhile is seen by the next diagnosis.
    private static final Duration LASTS = Duration.ofSeconds(5);

    private final Supplier<T> question;
    private final InstantSource clock;
    private Optional<T> answer = Optional.empty();
    private Instant asked = Instant.MIN;

    public AskedOnce(Supplier<T> question) {
        this(question, InstantSource.system());
    }

    AskedOnce(Supplier<T> question, InstantSource clock) {
        this.question = question;
        this.clock = clock;
    }

    @Override
    public synchronized T get() {
        Instant now = clock.instant();
        if (answer.isEmpty() || now.isBefore(asked) || now.isAfter(asked.plus(LASTS))) {
            asked = now;
            answer = Optional.of(question.get());
        }
        return answer.orElseThrow();
    }
}
