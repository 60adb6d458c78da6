package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.MemoryModule;
import io.github.rescuekit.model.NetworkCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is built into the machine, and what is not known of it. */
final class InventoryWords {

    private InventoryWords() {}

    static List<String> lines(Inventory inventory) {
        List<String> lines = new ArrayList<>();
        inventory
                .board()
                .ifPresent(board -> lines.addAll(
                        wrapped(Stream.of(Optional.of("board " + board), serial(inventory.boardSerial())))));
        inventory.firmware().ifPresent(it -> lines.addAll(LabelledLines.wrapped("firmware " + it)));
        if (inventory.packages() > 0) {
            lines.addAll(LabelledLines.wrapped(
                    many(inventory.packages(), "processor") + " with " + many(inventory.cores(), "core")));
        }
        inventory.modules().forEach(it -> lines.addAll(module(it)));
        inventory.networkCards().forEach(it -> lines.addAll(card(it)));
        if (!inventory.sensors().isEmpty()) {
            lines.addAll(LabelledLines.wrapped(String.join(", ", inventory.sensors())));
        }
        inventory.unknowns().forEach(it -> lines.addAll(LabelledLines.wrapped(it)));
        return lines;
    }

    private static String many(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static List<String> module(MemoryModule module) {
        return wrapped(Stream.of(
                Optional.of("memory in " + module.slot() + ": " + module.size()),
                module.type(),
                module.megatransfers().map(it -> it + " MT/s"),
                module.manufacturer(),
                module.partNumber(),
                serial(module.serial())));
    }

    private static List<String> card(NetworkCard card) {
        return wrapped(Stream.of(
                Optional.of("network " + card.name() + ": " + (card.up() ? "up" : "down")),
                card.mac(),
                card.megabits().map(it -> it + " Mbit/s"),
                Optional.of(String.join(", ", card.addresses())).filter(it -> !it.isEmpty())));
    }

    private static Optional<String> serial(Optional<String> number) {
        return number.map(it -> "serial " + it);
    }

    private static List<String> wrapped(Stream<Optional<String>> words) {
        return LabelledLines.wrapped(words.flatMap(Optional::stream).collect(Collectors.joining(", ")));
    }

    /** What is not known is absent, and named among {@code unknowns}. */
    static JsonObject json(Inventory inventory) {
        JsonObject json = new JsonObject();
        text(json, "board", inventory.board());
        text(json, "boardSerial", inventory.boardSerial());
        text(json, "firmware", inventory.firmware());
        text(json, "processor", inventory.processor());
        count(json, "packages", inventory.packages());
        count(json, "cores", inventory.cores());
        json.add("memoryModules", JsonArrays.of(inventory.modules(), InventoryWords::json));
        json.add("networkCards", JsonArrays.of(inventory.networkCards(), InventoryWords::json));
        json.add("sensors", JsonArrays.of(inventory.sensors()));
        json.add("unknowns", JsonArrays.of(inventory.unknowns()));
        return json;
    }

    private static JsonObject json(MemoryModule module) {
        JsonObject json = new JsonObject();
        json.addProperty("slot", module.slot());
        json.addProperty("sizeBytes", module.size().count());
        text(json, "type", module.type());
        module.megatransfers().ifPresent(it -> json.addProperty("megatransfers", it));
        text(json, "manufacturer", module.manufacturer());
        text(json, "partNumber", module.partNumber());
        text(json, "serial", module.serial());
        return json;
    }

    private static JsonObject json(NetworkCard card) {
        JsonObject json = new JsonObject();
        json.addProperty("name", card.name());
        text(json, "mac", card.mac());
        json.addProperty("up", card.up());
        card.megabits().ifPresent(it -> json.addProperty("megabits", it));
        json.add("addresses", JsonArrays.of(card.addresses()));
        return json;
    }

    private static void text(JsonObject json, String name, Optional<String> value) {
        value.ifPresent(it -> json.addProperty(name, it));
    }

    private static void count(JsonObject json, String name, int count) {
        if (count > 0) {
            json.addProperty(name, count);
        }
    }
}
