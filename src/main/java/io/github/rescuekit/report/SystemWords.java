package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.BlockDevice;

/** An installed system in a few words: which one a report is about. */
final class SystemWords {

    private SystemWords() {}

    /** Such as {@code Debian GNU/Linux 12 (bookworm) "web1" on /dev/sda2}. */
    static String of(InstalledSystem system) {
        String host = system.hostname().map(it -> " \"" + it + "\"").orElse("");
        String device = system.rootDevice().map(it -> " on " + it.path()).orElse("");
        return Show.text(system.distribution().name() + host + device);
    }

    static JsonObject json(InstalledSystem system) {
        JsonObject json = new JsonObject();
        system.rootDevice().map(BlockDevice::path).ifPresent(it -> json.addProperty("device", it));
        system.rootDevice().flatMap(BlockDevice::uuid).ifPresent(it -> json.addProperty("uuid", it));
        system.hostname().ifPresent(it -> json.addProperty("hostname", it));
        system.machineId().ifPresent(it -> json.addProperty("machineId", it));
        json.addProperty("distribution", system.distribution().name());
        json.add("incomplete", JsonArrays.of(system.incomplete()));
        return json;
    }
}
