package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a trial reads while the hardware works.
 *
 * @param counters errors that the hardware has counted until now
 * @param memory all that the kernel can use
 * @param available what programs can still have of it
 * @param processors those that the kernel schedules on
 */
public record Instruments(
        Supplier<ErrorCounters> counters, Supplier<Bytes> memory, Supplier<Bytes> available, IntSupplier processors) {}
