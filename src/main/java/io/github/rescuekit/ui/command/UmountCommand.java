package io.github.rescuekit.ui.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code umount}: takes down what {@code mount} has mounted. */
@Command(
        name = "umount",
        description = "Take down what mount has mounted, in reverse.",
        footer = {
            "",
            "Takes down every system that Rescuekit has mounted, also one that a killed",
            "Rescuekit left behind. What somebody else has mounted is never touched. When",
            "something is in use, says who holds it and leaves all of that system mounted.",
            "",
            "Examples:",
            "  rescuekit umount",
            "  rescuekit umount /mnt",
            "",
            "Exit code 0: nothing is mounted any more, 4: in use."
        })
public final class UmountCommand extends Verb {

    @Parameters(arity = "0..1", paramLabel = "SYSTEM", description = "Its device or directory. Default: all.")
    private @Nullable String system;

    UmountCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.EDIT;
    }

    @Override
    public Answer run() {
        Machine machine = toolkit().machine().get();
        List<MountedSystem> wanted = wanted(machine);
        List<String> lines = new ArrayList<>();
        JsonArray unmounted = new JsonArray();
        List<RescueException> failures = new ArrayList<>();
        for (MountedSystem mounted : wanted) {
            String what = mounted.rootDevice().path() + " from " + mounted.root();
            try {
                mounted.close();
                lines.add("Unmounted " + Show.text(what) + ".");
                unmounted.add(mounted.root().toString());
            } catch (RescueException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            lines.forEach(operator().err()::println);
            throw failures.get(0);
        }
        if (wanted.isEmpty()) {
            lines.add("Nothing is mounted by Rescuekit.");
        }
        JsonObject json = new JsonObject();
        json.add("unmounted", unmounted);
        return new Answer(ExitCode.DONE, String.join("\n", lines) + "\n", json);
    }

    private List<MountedSystem> wanted(Machine machine) {
        return Optional.ofNullable(system)
                .map(word -> List.of(named(word, machine)))
                .orElseGet(() -> toolkit().mounter().mounted(machine));
    }

    private MountedSystem named(String word, Machine machine) {
        return new SystemArgument(toolkit(), machine, Optional.of(word))
                .mounted()
                .orElseThrow(() -> RescueException.usage(
                        word + " is not mounted by Rescuekit", "see 'rescuekit mounts' for what is"));
    }
}
