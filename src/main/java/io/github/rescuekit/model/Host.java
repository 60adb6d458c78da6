package io.github.rescuekit.model;

import java.util.Optional;

/**
 * The machine and the rescue system that runs on it, in a few words.
 *
 * @param product maker and model, as the firmware tells
 * @param threads processors that the kernel schedules on
 * @param startedByUefi the rescue system was; the installed system may need the other firmware
 */
public record Host(
        Optional<String> product,
        Optional<String> processor,
        int threads,
        Optional<Bytes> memory,
        boolean startedByUefi,
        Optional<String> kernel) {}
