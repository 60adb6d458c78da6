package io.github.rescuekit.ui;

import io.github.rescuekit.diagnose.Checkup;
import java.time.Duration;
import java.util.function.Function;

/**
 * The parts that tell how well a machine is.
 *
 * @param checkup makes the checks, each with a limit of time
 */
public record Health(Function<Duration, Checkup> checkup) {}
