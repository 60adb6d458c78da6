package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The errors of the memory that rasdaemon counted: it writes them to an SQLite database, not to a log. */
final class RasdaemonErrors {

    static final String PATH = "/var/lib/rasdaemon/ras-mc_event.db";
    // Each row is one message of the kernel, which counts the errors since its last one. The times of one server are
    // alike but for their summer time, so that they sort as text.
    static final String QUERY = "select err_type, err_msg, label, sum(err_count) as errors, max(timestamp) as last"
            + " from mc_event group by err_type, err_msg, label order by last desc limit 20";

    private static final String PROGRAM = "rasdaemon";

    private final Databases.Answer answer;

    RasdaemonErrors(SystemFiles files, Databases databases) {
        this.answer = files.exists(PATH) ? databases.ask(files, PATH, QUERY) : Databases.Answer.of(List.of());
    }

    /** A line for each memory module and kind of error; empty when there is none. */
    Optional<Boot> counted() {
        return answer.rows().isEmpty()
                ? Optional.empty()
                : Optional.of(new Boot(
                        PATH, answer.rows().stream().map(RasdaemonErrors::line).toList()));
    }

    List<String> unknowns() {
        return answer
                .whyUnknown()
                .map(why -> "whether rasdaemon counted errors of the memory, " + PATH + " tells: " + why)
                .stream()
                .toList();
    }

    private static LogLine line(Map<String, String> row) {
        String errors = row.getOrDefault("errors", "0");
        return new LogLine(
                row.getOrDefault("last", ""),
                PROGRAM,
                "mc_event: " + errors + " " + row.getOrDefault("err_type", "") + " error"
                        + (errors.equals("1") ? "" : "s") + ": " + row.getOrDefault("err_msg", "") + " on "
                        + row.getOrDefault("label", ""));
    }
}
