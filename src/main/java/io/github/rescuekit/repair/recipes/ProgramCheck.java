package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of the installed system that says whether a file is right; when it says no, the repair fails and is undone.
 *
 * @param arguments with which it checks and changes nothing
 */
record ProgramCheck(String program, List<String> arguments) {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    ProgramCheck {
        arguments = List.copyOf(arguments);
    }

    /** The steps with the check behind them; as they are when there are none, or no such program. */
    List<Step> after(List<Step> steps, SystemFiles files) {
        List<Step> checked = new ArrayList<>(steps);
        if (!steps.isEmpty() && files.exists(program)) {
            checked.add(new Step.RunProgram(program, arguments, List.of(), List.of(), LIMIT));
        }
        return checked;
    }

    /** What to tell when the check cannot be made. */
    Optional<String> whyNot(SystemFiles files) {
        return files.exists(program)
                ? Optional.empty()
                : Optional.of("Not checked by the system itself: it has no " + program + ".");
    }
}
