package io.github.rescuekit.parse;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One object of a tool's JSON, with the name of the tool for its errors. */
record Json(String source, JsonObject object) {

    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();
    private static final Pattern POSITION = Pattern.compile("at line (\\d{1,9}) column");

    /**
     * Reads a whole document. Nesting is limited by gson's reader, so that no document can exhaust the stack.
     *
     * @throws UnexpectedOutputException for anything but one JSON object
     */
    static Json parse(String source, String text) {
        try {
            JsonElement root = STRICT.fromJson(text, JsonElement.class);
            if (root instanceof JsonObject object) {
                return new Json(source, object);
            }
        } catch (JsonParseException e) {
            throw notUnderstood(source, text, e);
        }
        throw new UnexpectedOutputException(source, 1, text);
    }

    private static UnexpectedOutputException notUnderstood(String source, String text, JsonParseException e) {
        Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
        int number = position.find() ? Integer.parseInt(position.group(1)) : 1;
        UnexpectedOutputException refused = new UnexpectedOutputException(
                source, number, text.lines().skip(number - 1L).findFirst().orElse(""));
        refused.causedBy(e);
        return refused;
    }

    /** The member as text, whether the tool wrote a string, a number or a boolean; empty for null and {@code ""}. */
    Optional<String> text(String member) {
        return object.get(member) instanceof JsonPrimitive value
                ? Optional.of(value.getAsString().strip()).filter(it -> !it.isEmpty())
                : Optional.empty();
    }

    /** All members that are text, numbers or booleans. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        object.keySet().forEach(member -> text(member).ifPresent(it -> texts.put(member, it)));
        return texts;
    }

    Optional<Json> child(String member) {
        return object.get(member) instanceof JsonObject child ? Optional.of(new Json(source, child)) : Optional.empty();
    }

    /** The objects of an array; empty when there is no such member. */
    List<Json> children(String member) {
        JsonElement array = object.get(member);
        if (array == null || array.isJsonNull()) {
            return List.of();
        }
        if (!array.isJsonArray()) {
            throw refused();
        }
        return array.getAsJsonArray().asList().stream().map(this::object).toList();
    }

    private Json object(JsonElement element) {
        if (element instanceof JsonObject child) {
            return new Json(source, child);
        }
        throw new UnexpectedOutputException(source, 1, element.toString());
    }

    UnexpectedOutputException refused() {
        return new UnexpectedOutputException(source, 1, object.toString());
    }
}
