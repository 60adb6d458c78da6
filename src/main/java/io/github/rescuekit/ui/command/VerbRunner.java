package io.github.rescuekit.ui.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Parses the words of one verb, runs it, and prints its answer or its error: as text, or as one JSON document. */
public final class VerbRunner {

    private static final int SCHEMA = 1;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Toolkit toolkit;
    private final Operator operator;

    public VerbRunner(Toolkit toolkit, Operator operator) {
        this.toolkit = toolkit;
        this.operator = operator;
    }

    /** Runs {@code words}, the verb first, and returns how it ended. */
    public ExitCode run(List<String> words) {
        boolean json = words.contains("--json");
        String name = words.get(0);
        try {
            return answer(name, words.subList(1, words.size()));
        } catch (RescueException e) {
            return failed(name, json, e);
        }
    }

    private ExitCode answer(String name, List<String> options) {
        Verb verb = Verbs.find(name).orElseThrow(() -> unknown(name)).create(toolkit, operator);
        CommandLine line = new CommandLine(verb);
        parse(line, options);
        if (verb.wantsHelp()) {
            line.usage(operator.out());
            return ExitCode.DONE;
        }
        Answer answer = verb.run();
        print(name, verb.wantsJson(), answer);
        return answer.exitCode();
    }

    private static void parse(CommandLine line, List<String> options) {
        try {
            line.parseArgs(options.toArray(String[]::new));
        } catch (ParameterException e) {
            throw RescueException.usage(
                            String.valueOf(e.getMessage()), "see 'rescuekit " + line.getCommandName() + " --help'")
                    .causedBy(e);
        }
    }

    private static RescueException unknown(String name) {
        return RescueException.usage("there is no verb '" + name + "'", "see 'rescuekit --help' for the verbs");
    }

    private void print(String verb, boolean json, Answer answer) {
        if (json) {
            JsonObject document = document(verb, answer.exitCode());
            document.add("result", answer.json());
            operator.out().println(GSON.toJson(document));
        } else {
            operator.out().print(answer.text());
        }
        operator.out().flush();
    }

    private ExitCode failed(String verb, boolean json, RescueException e) {
        if (json) {
            JsonObject document = document(verb, e.exitCode());
            document.add("error", error(e));
            operator.out().println(GSON.toJson(document));
            operator.out().flush();
        } else {
            operator.err().println("rescuekit " + Show.text(verb) + ": " + Show.text(e.happened()) + ".");
            operator.err().println("Next: " + Show.text(e.next()) + ".");
            operator.err().flush();
        }
        return e.exitCode();
    }

    private JsonObject document(String verb, ExitCode exitCode) {
        JsonObject document = new JsonObject();
        document.addProperty("rescuekit", toolkit.version());
        document.addProperty("schema", SCHEMA);
        document.addProperty("verb", verb);
        document.addProperty("exitCode", exitCode.number());
        return document;
    }

    private static JsonObject error(RescueException e) {
        JsonObject error = new JsonObject();
        error.addProperty("kind", e.exitCode().name());
        e.guard().ifPresent(guard -> error.addProperty("guard", guard));
        error.addProperty("happened", e.happened());
        error.addProperty("next", e.next());
        return error;
    }
}
