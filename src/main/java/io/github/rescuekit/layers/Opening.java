package io.github.rescuekit.layers;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the operator allows.
 *
 * @param degraded also arrays of which a device is missing that may hold newer data
 * @param keys of an encrypted device, by its path; empty when there is none to be had
 */
public record Opening(Access access, boolean degraded, Function<String, Optional<LuksKey>> keys) {}
