package io.github.rescuekit.exec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What programs answered, as JSON lines: a tape that a user sends is a test that we can run. */
public record Tape(List<Entry> entries) {

    /**
     * One answer.
     *
     * @param words the program and its arguments; input is never part of it, and what answers a secret is as secret
     */
    public record Entry(List<String> words, int exitCode, String out, String err) {

        private static final String HIDDEN = "(secret)";

        static Entry of(Command command, Result result) {
            return command.isSecret()
                    ? new Entry(wordsOf(command), result.exitCode(), HIDDEN, HIDDEN)
                    : new Entry(wordsOf(command), result.exitCode(), result.out(), result.err());
        }

        boolean answers(Command command) {
            return words.equals(wordsOf(command));
        }

        Result result() {
            return new Result(exitCode, out, err, Duration.ZERO, false);
        }

        String toJson() {
            JsonObject json = new JsonObject();
            JsonArray array = new JsonArray();
            words.forEach(array::add);
            json.add("words", array);
            json.addProperty("exitCode", exitCode);
            json.addProperty("out", out);
            json.addProperty("err", err);
            return json.toString();
        }

        private static List<String> wordsOf(Command command) {
            List<String> words = new ArrayList<>();
            words.add(command.program());
            words.addAll(command.arguments());
            return words;
        }
    }

    public Tape {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a tape.
     *
     * @throws UnexpectedOutputException for a line that is no entry
     */
    public static Tape parse(String jsonLines) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : jsonLines.lines().toList()) {
            number++;
            entries.add(entry(number, line));
        }
        return new Tape(entries);
    }

    private static Entry entry(int number, String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            List<String> words = json.getAsJsonArray("words").asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
            return new Entry(
                    words,
                    json.get("exitCode").getAsInt(),
                    json.get("out").getAsString(),
                    json.get("err").getAsString());
        } catch (RuntimeException e) {
            throw new UnexpectedOutputException("tape", number, line).causedBy(e);
        }
    }
}
