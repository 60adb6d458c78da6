package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;

/** A device on which no system was found, or that was not looked at, and why. */
public record PassedOver(BlockDevice device, String reason) {}
