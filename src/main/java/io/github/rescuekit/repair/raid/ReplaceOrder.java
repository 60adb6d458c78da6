package io.github.rescuekit.repair.raid;

import java.util.Optional;

/**
 * What the operator wants.
 *
 * @param disk the new one
 * @param from the healthy one that it becomes like; empty when there is only one
 * @param acceptOldHalf whether an old half on the new disk may be overwritten
 */
public record ReplaceOrder(String disk, Optional<String> from, boolean acceptOldHalf) {}
