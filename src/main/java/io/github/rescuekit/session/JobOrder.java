package io.github.rescuekit.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a job is to do, and for whom.
 *
 * @param words the verb and its options
 * @param who such as {@code root on /dev/pts/1 from 203.0.113.7}
 * @param view of the operator who started it
 */
public record JobOrder(List<String> words, String who, Instant since, View view) {

    /**
     * How text is made for the operator.
     *
     * @param present somebody can be asked
     * @param colour escape sequences for colour are welcome
     */
    public record View(boolean present, boolean colour, int columns) {}

    public JobOrder {
        words = List.copyOf(words);
    }

    String toJson() {
        JsonArray all = new JsonArray();
        words.forEach(all::add);
        JsonObject json = new JsonObject();
        json.add("words", all);
        json.addProperty("who", who);
        json.addProperty("since", since.toString());
        json.addProperty("present", view.present());
        json.addProperty("colour", view.colour());
        json.addProperty("columns", view.columns());
        return json.toString();
    }

    /** @throws RuntimeException when it is none */
    static JobOrder parse(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        return new JobOrder(
                StreamSupport.stream(json.getAsJsonArray("words").spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList(),
                json.get("who").getAsString(),
                Instant.parse(json.get("since").getAsString()),
                new View(
                        json.get("present").getAsBoolean(),
                        json.get("colour").getAsBoolean(),
                        json.get("columns").getAsInt()));
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
