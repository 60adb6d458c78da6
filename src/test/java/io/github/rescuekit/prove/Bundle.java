package io.github.rescuekit.prove;

/** What an admin unpacks and runs, as {@code scripts/bundle} made it. */
final class Bundle {

    static final String PROGRAM = "target/rescuekit/bin/rescuekit";

    private Bundle() {}
}
