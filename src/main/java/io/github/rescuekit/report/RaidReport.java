package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arrays of a machine with their members, and what is to be thought of each. */
public record RaidReport(List<RaidArray> arrays) {

    private static final String INDENT = "    ";

    public RaidReport {
        arrays = List.copyOf(arrays);
    }

    /** The answer of the verb. */
    public Answer answer(Style style) {
        boolean isFine = arrays.stream().allMatch(it -> it.judgement().verdict() == Verdict.HEALTHY);
        return new Answer(isFine ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND, text(style), json());
    }

    private String text(Style style) {
        List<String> lines = new ArrayList<>();
        arrays.forEach(it -> add(lines, it, style));
        lines.add(style.heading(
                arrays.isEmpty()
                        ? "No device here belongs to an array of Linux."
                        : arrays.size() + (arrays.size() == 1 ? " array." : " arrays.")));
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, RaidArray array, Style style) {
        RaidArray.Judgement judgement = array.judgement();
        lines.add(VerdictWord.styled(judgement.verdict(), style) + "  " + Show.text(array.name()) + "  ("
                + Stream.concat(
                                array.level().stream(),
                                Stream.of(array.running().map(MdArray::state).orElse("not assembled")))
                        .map(Show::text)
                        .collect(Collectors.joining(", "))
                + ")");
        lines.addAll(Wrapped.lines(Show.text(judgement.summary()), INDENT, INDENT));
        array.members()
                .forEach(it -> Wrapped.lines(member(it), INDENT + "| ", INDENT + "|   ")
                        .forEach(line -> lines.add(style.dim(line))));
        judgement.next().ifPresent(it -> lines.addAll(Wrapped.lines("Next: " + Show.text(it), INDENT, INDENT + "  ")));
        lines.add("");
    }

    private static String member(RaidMember member) {
        List<String> words =
                new ArrayList<>(List.of(member.device() + " " + member.part().word()));
        member.trace().ifPresent(it -> {
            it.role().ifPresent(words::add);
            words.add("events " + it.member().events());
            it.updated().ifPresent(words::add);
        });
        member.unread().ifPresent(words::add);
        return words.stream().map(Show::text).collect(Collectors.joining(", "));
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("arrays", JsonArrays.of(arrays, RaidReport::json));
        return json;
    }

    private static JsonObject json(RaidArray array) {
        JsonObject json = new JsonObject();
        array.running().ifPresent(it -> json.addProperty("device", it.path()));
        json.addProperty("state", array.running().map(MdArray::state).orElse("stopped"));
        array.uuid().ifPresent(it -> json.addProperty("uuid", it));
        array.level().ifPresent(it -> json.addProperty("level", it));
        array.devices().ifPresent(it -> json.addProperty("devices", it));
        array.running().flatMap(MdArray::activity).ifPresent(it -> json.addProperty("activity", it));
        RaidArray.Judgement judgement = array.judgement();
        json.addProperty("verdict", judgement.verdict().name().toLowerCase(Locale.ROOT));
        json.addProperty("summary", judgement.summary());
        judgement.next().ifPresent(it -> json.addProperty("next", it));
        json.add("members", JsonArrays.of(array.members(), RaidReport::json));
        return json;
    }

    private static JsonObject json(RaidMember member) {
        JsonObject json = new JsonObject();
        json.addProperty("device", member.device());
        json.addProperty("part", member.part().name().toLowerCase(Locale.ROOT));
        member.trace().ifPresent(it -> {
            it.role().ifPresent(role -> json.addProperty("role", role));
            json.addProperty("events", it.member().events());
            it.updated().ifPresent(updated -> json.addProperty("updated", updated));
            it.state().ifPresent(state -> json.addProperty("state", state));
        });
        member.unread().ifPresent(it -> json.addProperty("unread", it));
        return json;
    }
}
