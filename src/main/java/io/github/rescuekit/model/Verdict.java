package io.github.rescuekit.model;

/** The outcome of a check or a trial. {@code UNKNOWN} is never shown as healthy. */
public enum Verdict {
    HEALTHY,
    SUSPECT,
    FAILED,
    UNKNOWN
}
