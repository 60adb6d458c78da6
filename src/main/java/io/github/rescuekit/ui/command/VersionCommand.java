package io.github.rescuekit.ui.command;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;

/** {@code version}: which Rescuekit this is. */
@Command(
        name = "version",
        description = "Which Rescuekit this is.",
        footer = {"", "Example:", "  rescuekit version --json"})
public final class VersionCommand extends Verb {

    VersionCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public boolean needsRoot() {
        return false;
    }

    @Override
    public Answer run() {
        JsonObject json = new JsonObject();
        json.addProperty("version", toolkit().version());
        return new Answer(ExitCode.DONE, "rescuekit " + toolkit().version() + "\n", json);
    }
}
