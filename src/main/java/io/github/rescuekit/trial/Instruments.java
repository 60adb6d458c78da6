package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.Temperature;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a trial reads while the hardware works.
 *
 * @param counters errors that the hardware has counted until now
 * @param temperatures of the processors; empty without a sensor
 * @param memory all that the kernel can use
 * @param available what programs can still have of it
 * @param processors those that the kernel schedules on
 */
public record Instruments(
        Supplier<ErrorCounters> counters,
        Supplier<List<Temperature>> temperatures,
        Supplier<Bytes> memory,
        Supplier<Bytes> available,
        IntSupplier processors) {}
