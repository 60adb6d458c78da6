package io.github.rescuekit.prove;

import java.nio.file.Path;

/** What an admin unpacks and runs, as {@code scripts/bundle} made it. */
final class Bundle {

    static final String PROGRAM =
            Path.of("target/rescuekit/bin/rescuekit").toAbsolutePath().toString();

    private Bundle() {}
}
