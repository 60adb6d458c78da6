package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.Host;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine in a few words. */
final class HostWords {

    private HostWords() {}

    static List<String> lines(Host host) {
        String processors = (host.threads() > 0 ? host.threads() + " x " : "")
                + host.processor().orElse("unknown processor");
        String words = Stream.concat(
                        host.product().stream(),
                        Stream.of(
                                processors,
                                host.memory().map(it -> it + " RAM").orElse("RAM unknown"),
                                "rescue started by " + (host.startedByUefi() ? "UEFI" : "BIOS")))
                .collect(Collectors.joining(", "));
        return LabelledLines.wrapped(words);
    }

    static JsonObject json(Host host) {
        JsonObject json = new JsonObject();
        host.product().ifPresent(it -> json.addProperty("product", it));
        host.processor().ifPresent(it -> json.addProperty("processor", it));
        json.addProperty("threads", host.threads());
        host.memory().ifPresent(it -> json.addProperty("memoryBytes", it.count()));
        json.addProperty("firmware", host.startedByUefi() ? "uefi" : "bios");
        host.kernel().ifPresent(it -> json.addProperty("kernel", it));
        return json;
    }
}
