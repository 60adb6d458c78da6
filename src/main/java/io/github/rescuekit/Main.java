package io.github.rescuekit;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.cli.Interruption;
import io.github.rescuekit.ui.cli.JobWork;
import io.github.rescuekit.ui.cli.OneShot;
import io.github.rescuekit.ui.console.Console;
import java.util.List;
import java.util.Set;

/** Starts and ends the program. */
public final class Main {

    private static final Set<String> VERSION_OPTIONS = Set.of("--version", "-V");

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && VERSION_OPTIONS.contains(arguments[0])) {
            // Answered before anything else is loaded: scripts ask it of every server.
            System.out.println("rescuekit " + Wiring.version());
            return;
        }
        Interruption interruption = Interruption.ofThisThread();
        ExitCode exitCode = run(List.of(arguments));
        interruption.workEnded();
        System.exit(exitCode.number());
    }

    private static ExitCode run(List<String> words) {
        try {
            Wiring wiring = new Wiring(words.size());
            if (words.size() == 2 && words.get(0).equals(Wiring.JOB)) {
                return JobWork.run(wiring.toolkit(), wiring.jobs().ordered(words.get(1)));
            }
            return words.isEmpty() && wiring.hasTerminal()
                    ? Console.open(wiring.toolkit(), wiring.consoleSettings())
                    : new OneShot(wiring.toolkit(), wiring.operator()).run(words);
        } catch (RuntimeException | Error e) {
            // A front end itself failed, outside of any verb: the one case that VerbRunner does not see.
            Wiring.logBug(e);
            e.printStackTrace();
            return ExitCode.BUG;
        }
    }
}
