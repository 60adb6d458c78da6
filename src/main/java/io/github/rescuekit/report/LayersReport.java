package io.github.rescuekit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rescuekit.layers.Layer;
import io.github.rescuekit.model.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was opened, what stayed closed and why. */
public final class LayersReport {

    private static final String INDENT = "  ";

    private LayersReport() {}

    public static Answer opened(List<Layer> layers, Style style) {
        List<String> lines = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer.isOpen()) {
                String device = Show.text(layer.device().orElseThrow());
                lines.addAll(
                        Wrapped.lines(style.good("Open: ") + Show.text(layer.name()) + " as " + device, "", INDENT));
            } else {
                lines.addAll(Wrapped.lines(
                        style.bad("Closed: ") + Show.text(layer.name()) + ": "
                                + Show.text(layer.obstacle().orElse("")),
                        "",
                        INDENT));
                layer.next().ifPresent(it -> lines.addAll(Wrapped.lines("Next: " + Show.text(it), INDENT, INDENT)));
            }
            layer.remarks().forEach(it -> lines.addAll(Wrapped.lines(Show.text(it), INDENT, INDENT)));
        }
        if (layers.isEmpty()) {
            lines.add("Nothing was closed: no array, volume group or encrypted volume waits to be opened.");
        }
        lines.add("");
        lines.add("Next: rescuekit survey");
        boolean allOpen = layers.stream().allMatch(Layer::isOpen);
        JsonObject json = new JsonObject();
        json.add("layers", JsonArrays.of(layers, LayersReport::json));
        return new Answer(allOpen ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND, String.join("\n", lines) + "\n", json);
    }

    public static Answer closed(List<String> devices) {
        List<String> lines = new ArrayList<>();
        devices.forEach(it -> lines.add("Closed " + Show.text(it) + "."));
        if (devices.isEmpty()) {
            lines.add("Nothing is open that Rescuekit has opened.");
        }
        JsonArray closed = new JsonArray();
        devices.forEach(closed::add);
        JsonObject json = new JsonObject();
        json.add("closed", closed);
        return new Answer(ExitCode.DONE, String.join("\n", lines) + "\n", json);
    }

    private static JsonObject json(Layer layer) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", layer.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("name", layer.name());
        json.add("from", JsonArrays.of(layer.from()));
        json.addProperty("open", layer.isOpen());
        layer.device().ifPresent(it -> json.addProperty("device", it));
        layer.obstacle().ifPresent(it -> json.addProperty("obstacle", it));
        layer.next().ifPresent(it -> json.addProperty("next", it));
        json.add("remarks", JsonArrays.of(layer.remarks()));
        return json;
    }
}
