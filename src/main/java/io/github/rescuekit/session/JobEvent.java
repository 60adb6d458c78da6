package io.github.rescuekit.session;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a job's log.
 *
 * @param text as the operator reads it; of BEGUN the process, of ENDED the exit code
 */
public record JobEvent(Instant at, Kind kind, String text) {

    /** What a job tells. */
    public enum Kind {
        BEGUN,
        /** For standard output. */
        OUT,
        /** For standard error. */
        ERR,
        PROGRESS,
        /** The job waits for a line of text. */
        QUESTION,
        ANSWERED,
        ENDED
    }

    static JobEvent of(Kind kind, String text) {
        return new JobEvent(Instant.now(), kind, text);
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("at", at.toString());
        json.addProperty("kind", kind.name());
        json.addProperty("text", text);
        return json.toString();
    }

    /** A line that a full filesystem cut off is none. */
    static Optional<JobEvent> parse(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            return Optional.of(new JobEvent(
                    Instant.parse(json.get("at").getAsString()),
                    Kind.valueOf(json.get("kind").getAsString()),
                    json.get("text").getAsString()));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
