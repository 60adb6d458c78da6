package io.github.rescuekit.session;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.time.Instant;

/**
 * One thing that happened in a run.
 *
 * @param at by the rescue system's clock
 * @param step the number of the step in the plan, counted from 1; 0 for the run itself
 * @param detail what is needed to take it back or to explain it
 */
public record JournalLine(Instant at, Event event, int step, JsonObject detail) {

    /** What can happen to a run or to one of its steps. */
    public enum Event {
        /** The run began; its plan is on disk. */
        OPENED,
        /** The step is about to run; its undo copy is on disk. */
        BEGUN,
        DONE,
        /** There was nothing to do for the step. */
        ALREADY_SO,
        /** The step was taken back, or there was nothing to take back. */
        UNDONE,
        /** The run ended with its fault gone. */
        VERIFIED,
        /** A step or the verification failed; undoing follows. */
        FAILED,
        /** Everything that the run did is taken back. */
        TAKEN_BACK
    }

    public static JournalLine of(Event event, int step) {
        return of(event, step, new JsonObject());
    }

    public static JournalLine of(Event event, int step, JsonObject detail) {
        return new JournalLine(Instant.now(), event, step, detail);
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("at", at.toString());
        json.addProperty("event", event.name());
        json.addProperty("step", step);
        json.add("detail", detail);
        return json.toString();
    }

    static JournalLine parse(String source, int number, String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            return new JournalLine(
                    Instant.parse(json.get("at").getAsString()),
                    Event.valueOf(json.get("event").getAsString()),
                    json.get("step").getAsInt(),
                    json.getAsJsonObject("detail"));
        } catch (RuntimeException e) {
            throw new UnexpectedOutputException(source, number, line).causedBy(e);
        }
    }
}
