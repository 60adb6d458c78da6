package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The errors of the hardware that rasdaemon counted: it writes them to an SQLite database, not to a log. */
final class RasdaemonErrors {

    static final String PATH = "/var/lib/rasdaemon/ras-mc_event.db";
    static final String TABLES = "select name from sqlite_master where type = 'table'";

    /**
     * A table of rasdaemon. Which of them there are depends on how it was built.
     *
     * @param kind its column, or expression, for whether the error was corrected
     * @param count how many errors its rows tell of
     */
    private record Counted(String table, String kind, String message, String place, String count) {

        String query() {
            return "select '" + table + "' as source, " + kind + " as kind, " + message + " as message, " + place
                    + " as place, " + count + " as errors, max(timestamp) as last from " + table
                    + " group by kind, message, place";
        }
    }

    // A row of mc_event is one message of the kernel, which counts the errors since its last one. Bit 61 of a machine
    // check's status: uncorrected (Intel SDM vol. 3B, IA32_MCi_STATUS; the same for AMD).
    private static final List<Counted> COUNTED = List.of(
            new Counted("mc_event", "err_type", "err_msg", "label", "sum(err_count)"),
            new Counted(
                    "mce_record",
                    "case when status & (1 << 61) then 'Uncorrected' else 'Corrected' end",
                    "error_msg",
                    "bank_name",
                    "count(*)"),
            new Counted("aer_event", "err_type", "err_msg", "dev_name", "count(*)"));

    // The times of one server are alike but for their summer time, so that they sort as text.
    private static final String LATEST = " order by last desc limit 20";

    private static final String PROGRAM = "rasdaemon";

    private final Databases.Answer answer;

    RasdaemonErrors(SystemFiles files, Databases databases) {
        this.answer = files.exists(PATH) ? ask(files, databases) : Databases.Answer.of(List.of());
    }

    private static Databases.Answer ask(SystemFiles files, Databases databases) {
        Databases.Answer tables = databases.ask(files, PATH, TABLES);
        List<String> there =
                tables.rows().stream().map(it -> it.getOrDefault("name", "")).toList();
        String counts = COUNTED.stream()
                .filter(it -> there.contains(it.table()))
                .map(Counted::query)
                .collect(Collectors.joining(" union all "));
        return counts.isEmpty()
                ? new Databases.Answer(List.of(), tables.whyUnknown())
                : databases.ask(files, PATH, counts + LATEST);
    }

    /** A line for each place and kind of error; empty when there is none. */
    Optional<Boot> counted() {
        return answer.rows().isEmpty()
                ? Optional.empty()
                : Optional.of(new Boot(
                        PATH, answer.rows().stream().map(RasdaemonErrors::line).toList()));
    }

    List<String> unknowns() {
        return answer
                .whyUnknown()
                .map(why -> "whether rasdaemon counted errors of the hardware, " + PATH + " tells: " + why)
                .stream()
                .toList();
    }

    private static LogLine line(Map<String, String> row) {
        String errors = row.getOrDefault("errors", "0");
        return new LogLine(
                row.getOrDefault("last", ""),
                PROGRAM,
                row.getOrDefault("source", "") + ": " + errors + " " + row.getOrDefault("kind", "") + " error"
                        + (errors.equals("1") ? "" : "s") + ": " + row.getOrDefault("message", "") + " on "
                        + row.getOrDefault("place", ""));
    }
}
