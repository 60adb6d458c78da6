package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import java.util.List;

/** A program that the kernel ends before any other when memory runs out: before sshd, and before us. */
final class FirstVictim {

    static final String PROGRAM = "choom";
    private static final List<String> MOST_WANTED = List.of("-n", "1000", "--");

    private FirstVictim() {}

    static Command of(String program, String... arguments) {
        return Command.of(PROGRAM, MOST_WANTED).with(program).with(arguments);
    }
}
