package io.github.rescuekit.ui;

import java.nio.file.Path;
import java.util.Optional;

/** Where the trace of a bug goes, so that the operator sees one sentence instead. */
@FunctionalInterface
public interface BugLog {

    /** Writes the trace and returns the file; empty when no file could be written. */
    Optional<Path> write(Throwable bug);
}
