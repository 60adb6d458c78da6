package io.github.rescuekit.ui.command;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: teaches bash the verbs and options. */
@Command(
        name = "completion",
        description = "A script that teaches bash the verbs and options.",
        footer = {
            "",
            "Examples:",
            "  source <(rescuekit completion)",
            "  rescuekit completion > /etc/bash_completion.d/rescuekit"
        })
public final class CompletionCommand extends Verb {

    CompletionCommand(Toolkit toolkit, Operator operator) {
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
        String script = AutoComplete.bash(CommandLines.PROGRAM, CommandLines.tree(toolkit(), operator()));
        JsonObject json = new JsonObject();
        json.addProperty("script", script);
        return new Answer(ExitCode.DONE, script, json);
    }
}
