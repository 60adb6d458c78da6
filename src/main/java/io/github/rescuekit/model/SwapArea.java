package io.github.rescuekit.model;

/** One line of {@code /proc/swaps}: a device or file in use as swap. */
public record SwapArea(String path, Bytes size) {}
