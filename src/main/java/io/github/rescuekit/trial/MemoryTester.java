package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.model.Bytes;
import java.time.Duration;
import java.util.List;

/** A program that tests memory, once. */
interface MemoryTester {

    String program();

    /** The commands that together test {@code size} on all processors. */
    List<Command> commands(Bytes size, int processors);

    /** How far it is, from 0 to 1. */
    double fraction(Duration since);

    /** What its runs tell. */
    MemoryEvidence read(Load.Outcome outcome);
}
