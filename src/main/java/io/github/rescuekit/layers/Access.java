package io.github.rescuekit.layers;

/** How layers are opened. */
public enum Access {
    /** No block changes: an array neither resyncs nor notes that it ran. */
    READ_ONLY,
    /** For work; an array that is not clean begins to resync. */
    WRITABLE
}
