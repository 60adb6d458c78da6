package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.SystemCandidate;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.repair.Diagnosis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that matters first, on one screen: machine, disks, systems, findings, and what to type next. */
public final class SurveyReport {

    private static final int MOST_UNKNOWNS = 3;

    /** The system that was diagnosed. */
    public record Surveyed(SystemCandidate candidate, Diagnosis diagnosis) {}

    private final Host host;
    private final Optional<Inventory> inventory;
    private final FoundSystems found;
    private final Optional<Surveyed> surveyed;
    private final List<MountedSystem> mounted;

    /**
     * A survey.
     *
     * @param inventory absent when nobody asked for it: it costs more time than all the rest
     * @param surveyed absent when there is no system, or more than one and none was named
     * @param mounted systems that are mounted for work
     */
    public SurveyReport(
            Host host,
            Optional<Inventory> inventory,
            FoundSystems found,
            Optional<Surveyed> surveyed,
            List<MountedSystem> mounted) {
        this.host = host;
        this.inventory = inventory;
        this.found = found;
        this.surveyed = surveyed;
        this.mounted = List.copyOf(mounted);
    }

    public Answer answer(Style style) {
        return new Answer(exitCode(), text(style), json());
    }

    // Several systems: nothing was diagnosed, and "0 healthy" would be a lie.
    private ExitCode exitCode() {
        if (surveyed.isPresent()) {
            return surveyed.get().diagnosis().isHealthy() ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND;
        }
        return found.systems().isEmpty() ? ExitCode.PROBLEMS_FOUND : ExitCode.PERSON_NEEDED;
    }

    String text(Style style) {
        LabelledLines lines = new LabelledLines(style);
        lines.add("Machine", HostWords.lines(host));
        lines.add("Hardware", inventory.map(InventoryWords::lines).orElse(List.of()));
        lines.add("Disks", new DiskLines(found.machine(), uses()).lines());
        lines.add("Unknown", unknowns());
        lines.add("Mounted", mounted.stream().map(SurveyReport::mounted).toList());
        surveyed.ifPresentOrElse(it -> system(lines, it, style), () -> systems(lines));
        lines.add("Next", next());
        lines.add("Level", List.of("look: nothing was written to any disk"));
        return lines.text();
    }

    private Map<BlockDevice, String> uses() {
        Map<BlockDevice, String> uses = new LinkedHashMap<>();
        surveyed.ifPresent(it -> {
            it.candidate()
                    .mounted()
                    .verdicts()
                    .forEach(verdict -> verdict.device()
                            .ifPresent(device -> uses.merge(device, use(verdict), (one, other) -> one + " " + other)));
            uses.put(it.candidate().device(), "/");
        });
        return uses;
    }

    private static String use(FstabVerdict verdict) {
        return verdict.mountPoint().startsWith("/") ? verdict.mountPoint() : "";
    }

    private static String mounted(MountedSystem system) {
        return Show.text(system.rootDevice().path() + " at " + system.root()
                + (system.isWritable() ? ", WRITABLE" : ", read-only"));
    }

    private void system(LabelledLines lines, Surveyed system, Style style) {
        List<String> body = new ArrayList<>(LabelledLines.wrapped(title(system.candidate())));
        body.addAll(LabelledLines.wrapped(inShort(system.candidate())));
        system.candidate().warnings().stream()
                .flatMap(it -> LabelledLines.wrapped("Warning: " + it).stream())
                .forEach(line -> body.add(style.warning(line)));
        lines.add("System", body);
        lines.add("Findings", DiagnosisLines.body(system.diagnosis(), style));
        lines.add(
                "Left out",
                system.diagnosis().leftOut().stream()
                        .flatMap(it -> LabelledLines.wrapped(it + "; 'rescuekit diagnose' looks at it").stream())
                        .toList());
    }

    private static String title(SystemCandidate candidate) {
        return Stream.of(
                        Optional.of(candidate.system().distribution().name()),
                        candidate.system().hostname(),
                        Optional.of("on " + candidate.device().path()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static String inShort(SystemCandidate candidate) {
        return Stream.of(
                        candidate.system().kernels().stream().findFirst().map(it -> "kernel " + it.release()),
                        candidate.system().architecture(),
                        Optional.of(SystemsReport.bootWords(candidate.system().bootMode())),
                        candidate.lastBoot().map(it -> "last used " + SystemsReport.minute(it.at())))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private void systems(LabelledLines lines) {
        if (found.systems().isEmpty()) {
            lines.add("System", LabelledLines.wrapped("No installed system was found; 'rescuekit systems' tells why."));
        } else {
            lines.add(
                    "Systems",
                    found.systems().stream().map(SystemsReport::title).toList());
        }
    }

    private List<String> next() {
        if (surveyed.isEmpty()) {
            return found.systems().isEmpty()
                    ? List.of("rescuekit systems", "rescuekit check")
                    : Stream.concat(
                                    Stream.of("Which one is to be rescued? Nothing is chosen for you:"),
                                    found.systems().stream()
                                            .map(it -> "  rescuekit survey "
                                                    + it.device().path()))
                            .toList();
        }
        String argument = found.systems().size() > 1
                ? " --system " + surveyed.get().candidate().device().path()
                : "";
        return nextFor(surveyed.get(), argument);
    }

    private static List<String> nextFor(Surveyed system, String argument) {
        List<String> commands = new ArrayList<>();
        if (!system.diagnosis().isHealthy()) {
            commands.add(command("rescuekit diagnose" + argument, "the evidence"));
        }
        system.diagnosis().findings().stream()
                .flatMap(it -> it.recipe().stream())
                .distinct()
                .limit(3)
                .forEach(recipe -> commands.add(
                        command("rescuekit repair " + recipe + argument + " --plan", "what would be done")));
        commands.add(command("rescuekit mount " + system.candidate().device().path(), "its files, read-only"));
        commands.add(command("rescuekit leave", "will it boot? then unmount"));
        return commands;
    }

    private static String command(String command, String does) {
        String line = String.format(Locale.ROOT, "%-38s %s", command, does);
        return line.length() + LabelledLines.LABEL > Wrapped.COLUMNS ? command : line;
    }

    private List<String> unknowns() {
        List<String> unknowns = found.machine().unknowns();
        List<String> lines = new ArrayList<>();
        unknowns.stream().limit(MOST_UNKNOWNS).forEach(it -> lines.addAll(LabelledLines.wrapped(it)));
        if (unknowns.size() > MOST_UNKNOWNS) {
            lines.add("and " + (unknowns.size() - MOST_UNKNOWNS) + " more, see 'rescuekit disks'");
        }
        return lines;
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("machine", HostWords.json(host));
        inventory.ifPresent(it -> json.add("hardware", InventoryWords.json(it)));
        json.add("disks", JsonArrays.of(found.machine().devices(), SurveyReport::json));
        json.add("unknowns", JsonArrays.of(found.machine().unknowns()));
        json.add("mounted", JsonArrays.of(mounted, SurveyReport::json));
        json.add("systems", JsonArrays.of(found.systems(), SystemsReport::json));
        surveyed.ifPresent(it -> {
            json.addProperty("system", it.candidate().device().path());
            json.add("findings", JsonArrays.of(it.diagnosis().findings(), FindingLines::json));
            json.add("cannotTell", JsonArrays.of(it.diagnosis().unknowns(), DiagnosisReport::json));
            json.add("leftOut", JsonArrays.of(it.diagnosis().leftOut()));
        });
        return json;
    }

    private static JsonObject json(BlockDevice device) {
        JsonObject json = new JsonObject();
        json.addProperty("path", device.path());
        json.addProperty("kind", device.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("sizeBytes", device.size().count());
        json.add("parents", JsonArrays.of(device.parents()));
        device.filesystem().ifPresent(it -> json.addProperty("filesystem", it.type()));
        device.uuid().ifPresent(it -> json.addProperty("uuid", it));
        device.label().ifPresent(it -> json.addProperty("label", it));
        return json;
    }

    private static JsonObject json(MountedSystem system) {
        JsonObject json = new JsonObject();
        json.addProperty("device", system.rootDevice().path());
        json.addProperty("at", system.root().toString());
        json.addProperty("writable", system.isWritable());
        return json;
    }
}
