package io.github.rescuekit;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.cli.OneShot;
import java.util.List;

/** Starts and ends the program. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)).number());
    }

    private static ExitCode run(List<String> words) {
        Wiring wiring = new Wiring();
        return new OneShot(wiring.toolkit(), wiring.operator()).run(words.isEmpty() ? List.of("--help") : words);
    }
}
