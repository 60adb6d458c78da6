package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A finding with its evidence. */
final class FindingLines {

    private static final String INDENT = " ".repeat(10);

    private FindingLines() {}

    static List<String> text(Finding finding, Style style) {
        List<String> lines = new ArrayList<>();
        String word = String.format(Locale.ROOT, "%-10s", finding.severity());
        List<String> title = Wrapped.lines(Show.text(finding.title()), INDENT, INDENT);
        lines.add(styled(finding.severity(), word, style)
                + style.heading(title.get(0).substring(INDENT.length())));
        title.stream().skip(1).map(style::heading).forEach(lines::add);
        finding.evidence()
                .forEach(line -> Wrapped.lines(Show.text(line), INDENT + "| ", INDENT + "|   ")
                        .forEach(it -> lines.add(style.dim(it))));
        return lines;
    }

    static JsonObject json(Finding finding) {
        JsonObject json = new JsonObject();
        json.addProperty("id", finding.id());
        json.addProperty("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.addProperty("title", finding.title());
        json.add("evidence", JsonArrays.of(finding.evidence()));
        finding.recipe().ifPresent(it -> json.addProperty("recipe", it));
        return json;
    }

    static String styled(Severity severity, String word, Style style) {
        return switch (severity) {
            case CRITICAL -> style.bad(word);
            case WARNING -> style.warning(word);
            case NOTE -> style.dim(word);
        };
    }
}
