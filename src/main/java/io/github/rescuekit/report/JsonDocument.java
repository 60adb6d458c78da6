package io.github.rescuekit.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;

/**
 * The one JSON document that a verb answers with.
 *
 * @param version of Rescuekit
 */
public record JsonDocument(String version, String verb) {

    private static final int SCHEMA = 1;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    public String of(Answer answer, String level) {
        JsonObject document = begin(answer.exitCode());
        document.addProperty("level", level);
        document.add("result", answer.json());
        return Show.json(GSON.toJson(document));
    }

    public String of(RescueException e) {
        JsonObject document = begin(e.exitCode());
        document.add("error", error(e));
        return Show.json(GSON.toJson(document));
    }

    static JsonObject error(RescueException e) {
        JsonObject error = new JsonObject();
        error.addProperty("kind", e.exitCode().name());
        e.guard().ifPresent(guard -> error.addProperty("guard", guard));
        error.addProperty("happened", e.happened());
        error.addProperty("next", e.next());
        return error;
    }

    private JsonObject begin(ExitCode exitCode) {
        JsonObject document = new JsonObject();
        document.addProperty("rescuekit", version);
        document.addProperty("schema", SCHEMA);
        document.addProperty("verb", verb);
        document.addProperty("exitCode", exitCode.number());
        return document;
    }
}
