package io.github.rescuekit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.SwapArea;
import java.util.Locale;
import java.util.Optional;

/** A machine as JSON. Sizes and offsets are bytes; what is not known is absent. */
public final class MachineJson {

    private final Machine machine;

    public MachineJson(Machine machine) {
        this.machine = machine;
    }

    /** Devices are a list in which {@code parents} makes the tree: an array has several. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("devices", JsonArrays.of(machine.devices(), this::device));
        json.add("arrays", JsonArrays.of(machine.arrays(), MachineJson::array));
        json.add("swaps", JsonArrays.of(machine.swaps(), MachineJson::swap));
        json.add("unknowns", JsonArrays.of(machine.unknowns()));
        return json;
    }

    private JsonObject device(BlockDevice device) {
        JsonObject json = new JsonObject();
        json.addProperty("path", device.path());
        json.addProperty("number", device.number().toString());
        json.addProperty("kind", device.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("size", device.size().count());
        json.addProperty("readOnly", device.readOnly());
        json.addProperty("belongsToRescue", machine.belongsToRescue(device));
        json.add("parents", JsonArrays.of(device.parents()));
        json.add("links", JsonArrays.of(device.links()));
        hardware(json, device.hardware());
        text(json, "tableType", device.tableType());
        device.partition().ifPresent(it -> json.add("partition", partition(it)));
        device.filesystem().ifPresent(it -> json.add("filesystem", filesystem(it)));
        text(json, "backingFile", device.backingFile());
        json.add(
                "mountPoints",
                JsonArrays.of(machine.mountsOf(device).stream()
                        .map(MountEntry::mountPoint)
                        .toList()));
        json.addProperty("swapInUse", machine.isSwappedOn(device));
        return json;
    }

    private static void hardware(JsonObject json, BlockDevice.Hardware hardware) {
        text(json, "model", hardware.model());
        text(json, "serial", hardware.serial());
        text(json, "wwn", hardware.wwn());
        text(json, "transport", hardware.transport());
        hardware.rotational().ifPresent(it -> json.addProperty("rotational", it));
    }

    private static JsonObject partition(PartitionEntry partition) {
        JsonObject json = new JsonObject();
        json.addProperty("number", partition.number());
        text(json, "type", partition.type());
        text(json, "uuid", partition.uuid());
        text(json, "label", partition.label());
        partition.start().map(Bytes::count).ifPresent(it -> json.addProperty("start", it));
        return json;
    }

    private static JsonObject filesystem(Filesystem filesystem) {
        JsonObject json = new JsonObject();
        json.addProperty("type", filesystem.type());
        json.addProperty("usage", filesystem.usage().name().toLowerCase(Locale.ROOT));
        text(json, "uuid", filesystem.uuid());
        text(json, "label", filesystem.label());
        text(json, "version", filesystem.version());
        return json;
    }

    private static JsonObject array(MdArray array) {
        JsonObject json = new JsonObject();
        json.addProperty("path", array.path());
        json.addProperty("state", array.state());
        text(json, "level", array.level());
        json.addProperty("degraded", array.isDegraded());
        json.add("members", JsonArrays.of(array.members(), MachineJson::member));
        JsonArray slots = new JsonArray();
        array.slots().forEach(slots::add);
        json.add("slots", slots);
        text(json, "activity", array.activity());
        return json;
    }

    private static JsonObject member(MdArray.Member member) {
        JsonObject json = new JsonObject();
        json.addProperty("path", member.path());
        json.addProperty("slot", member.slot());
        json.addProperty("flags", member.flags());
        return json;
    }

    private static JsonObject swap(SwapArea swap) {
        JsonObject json = new JsonObject();
        json.addProperty("path", swap.path());
        json.addProperty("size", swap.size().count());
        return json;
    }

    private static void text(JsonObject json, String name, Optional<String> value) {
        value.ifPresent(it -> json.addProperty(name, it));
    }
}
