package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.NestedRoot;
import io.github.rescuekit.diagnose.PassedOver;
import io.github.rescuekit.diagnose.SystemCandidate;
import io.github.rescuekit.installed.BootMode;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LastBoot;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Filesystem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The installed systems in their order of rank, and what is none and why. */
public final class SystemsReport {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String INDENT = "     ";

    private final FoundSystems found;

    public SystemsReport(FoundSystems found) {
        this.found = found;
    }

    /** The answer of the verb: finding no system is a problem, finding several is not. */
    public Answer answer(Style style) {
        ExitCode code = found.systems().isEmpty() ? ExitCode.PROBLEMS_FOUND : ExitCode.DONE;
        return new Answer(code, text(style), json());
    }

    String text(Style style) {
        List<String> lines = new ArrayList<>();
        systems(lines, style);
        others(lines, style);
        passedOver(lines, style);
        lines.add("");
        lines.addAll(next());
        lines.add("Level: look, nothing was written to any disk");
        return String.join("\n", lines) + "\n";
    }

    private void systems(List<String> lines, Style style) {
        List<SystemCandidate> systems = found.systems();
        lines.add(style.heading(
                switch (systems.size()) {
                    case 0 -> "No installed system was found.";
                    case 1 -> "One installed system:";
                    default -> systems.size() + " installed systems, the likeliest first:";
                }));
        for (int i = 0; i < systems.size(); i++) {
            lines.add("");
            lines.add(String.format(Locale.ROOT, "%3d  ", i + 1) + title(systems.get(i)));
            details(systems.get(i)).forEach(line -> lines.addAll(Wrapped.lines(line, INDENT + "- ", INDENT + "  ")));
            systems.get(i).warnings().stream()
                    .flatMap(it -> Wrapped.lines("Warning: " + Show.text(it), INDENT, INDENT + "  ").stream())
                    .forEach(line -> lines.add(style.warning(line)));
        }
    }

    static String title(SystemCandidate candidate) {
        InstalledSystem system = candidate.system();
        return Stream.concat(
                        Stream.of(
                                candidate.device().path(),
                                Show.text(system.distribution().name())),
                        system.hostname().map(Show::text).stream())
                .collect(Collectors.joining("  "));
    }

    private static List<String> details(SystemCandidate candidate) {
        List<String> details = new ArrayList<>();
        candidate.device().uuid().ifPresent(uuid -> details.add("UUID " + Show.text(uuid)));
        candidate.reasons().forEach(reason -> details.add(Show.text(reason)));
        candidate.lastBoot().ifPresent(it -> details.add(lastUsed(it)));
        details.add(Stream.concat(
                        candidate.system().architecture().stream(),
                        Stream.of(bootWords(candidate.system().bootMode())))
                .collect(Collectors.joining(", ")));
        return details;
    }

    static String lastUsed(LastBoot last) {
        return "last used " + minute(last.at()) + " (" + Show.text(last.evidence()) + ")";
    }

    static String minute(Instant at) {
        return MINUTE.format(at);
    }

    static String bootWords(BootMode mode) {
        return switch (mode) {
            case BIOS -> "boots by BIOS";
            case UEFI -> "boots by UEFI";
            case BOTH -> "boots by BIOS or UEFI";
            case UNKNOWN -> "firmware unknown";
        };
    }

    private void others(List<String> lines, Style style) {
        if (found.otherRoots().isEmpty() && found.nested().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.heading("Roots that are no system of their own:"));
        found.otherRoots()
                .forEach(root -> lines.addAll(Wrapped.lines(
                        root.device().path() + "  " + root.kind().words() + ": "
                                + Show.text(root.reasons().get(0)),
                        INDENT,
                        INDENT + "  ")));
        found.nested().forEach(root -> lines.addAll(Wrapped.lines(nested(root), INDENT, INDENT + "  ")));
    }

    private static String nested(NestedRoot root) {
        return root.device().path() + " " + Show.text(root.path()) + "  "
                + root.kind().words() + " (" + root.owner() + ")";
    }

    private void passedOver(List<String> lines, Style style) {
        if (found.passedOver().isEmpty()) {
            return;
        }
        int width = found.passedOver().stream()
                .mapToInt(it -> it.device().path().length())
                .max()
                .orElse(0);
        lines.add("");
        lines.add(style.heading("Without a system:"));
        for (PassedOver passed : found.passedOver()) {
            String path = passed.device().path();
            String first = INDENT + path + " ".repeat(width - path.length() + 2);
            lines.addAll(Wrapped.lines(Show.text(passed.reason()), first, " ".repeat(first.length())));
        }
    }

    private List<String> next() {
        return found.systems().stream()
                .findFirst()
                .map(first -> List.of("Next: rescuekit survey " + first.device().path()))
                .orElseGet(() -> Wrapped.lines(
                        "Next: rescuekit disks. A root in an array, in LVM or encrypted: rescuekit open.",
                        "",
                        "      "));
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("systems", JsonArrays.of(found.systems(), SystemsReport::json));
        json.add("otherRoots", JsonArrays.of(found.otherRoots(), SystemsReport::json));
        json.add("nestedRoots", JsonArrays.of(found.nested(), SystemsReport::json));
        json.add("withoutSystem", JsonArrays.of(found.passedOver(), SystemsReport::json));
        return json;
    }

    static JsonObject json(SystemCandidate candidate) {
        InstalledSystem system = candidate.system();
        JsonObject json = new JsonObject();
        json.addProperty("device", candidate.device().path());
        add(json, "uuid", candidate.device().uuid());
        add(json, "label", candidate.device().label());
        add(json, "filesystem", candidate.device().filesystem().map(Filesystem::type));
        json.addProperty("kind", candidate.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("points", candidate.points());
        json.addProperty("distribution", system.distribution().id());
        add(json, "version", system.distribution().version());
        json.addProperty("name", system.distribution().name());
        add(json, "hostname", system.hostname());
        add(json, "machineId", system.machineId());
        add(json, "architecture", system.architecture());
        json.addProperty("init", system.init().name().toLowerCase(Locale.ROOT));
        json.addProperty("bootMode", system.bootMode().name().toLowerCase(Locale.ROOT));
        json.add("kernels", JsonArrays.of(system.kernels(), kernel -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("release", kernel.release());
            entry.addProperty("image", kernel.image());
            add(entry, "initramfs", kernel.initramfs());
            entry.addProperty("hasModules", kernel.hasModules());
            return entry;
        }));
        add(json, "lastUsed", candidate.lastBoot().map(it -> it.at().toString()));
        add(json, "lastUsedEvidence", candidate.lastBoot().map(LastBoot::evidence));
        json.add("reasons", JsonArrays.of(candidate.reasons()));
        json.add("warnings", JsonArrays.of(candidate.warnings()));
        return json;
    }

    private static JsonObject json(NestedRoot root) {
        JsonObject json = new JsonObject();
        json.addProperty("device", root.device().path());
        json.addProperty("path", root.path());
        json.addProperty("kind", root.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("owner", root.owner());
        return json;
    }

    private static JsonObject json(PassedOver passed) {
        JsonObject json = new JsonObject();
        BlockDevice device = passed.device();
        json.addProperty("device", device.path());
        json.addProperty("reason", passed.reason());
        return json;
    }

    private static void add(JsonObject json, String name, Optional<String> value) {
        value.ifPresent(it -> json.addProperty(name, it));
    }
}
