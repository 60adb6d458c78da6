package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;

/** Knows one kind of device and how to tell whether it is healthy. It never writes a block. */
public interface Check {

    /** A stable word, such as {@code ext} or {@code smart}. */
    String id();

    boolean applies(Machine machine, BlockDevice device);

    /**
     * Looks at the device.
     *
     * @throws io.github.rescuekit.model.RescueException when a tool is missing, hangs, or is not understood
     */
    CheckResult run(Machine machine, BlockDevice device, Progress progress);
}
