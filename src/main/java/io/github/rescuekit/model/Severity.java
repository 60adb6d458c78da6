package io.github.rescuekit.model;

/** How much a finding matters: {@code CRITICAL} stops the boot or loses data. */
public enum Severity {
    CRITICAL,
    WARNING,
    NOTE
}
