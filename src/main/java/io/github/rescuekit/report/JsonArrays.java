package io.github.rescuekit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.List;
import java.util.function.Function;

/** Lists as JSON arrays. */
final class JsonArrays {

    private JsonArrays() {}

    static JsonArray of(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    static <T> JsonArray of(List<T> values, Function<T, ? extends JsonElement> json) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }
}
