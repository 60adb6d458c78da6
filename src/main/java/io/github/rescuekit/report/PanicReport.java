package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.panic.BootEnd;
import io.github.rescuekit.diagnose.panic.CrashAccount;
import io.github.rescuekit.diagnose.panic.LogLine;
import io.github.rescuekit.diagnose.panic.LoginRecords;
import io.github.rescuekit.diagnose.panic.Signature;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the last boots ended, with the lines that show it, and what to do next. */
public record PanicReport(InstalledSystem system, CrashAccount account) {

    private static final int MOST_LOGINS = 5;

    public Answer answer(Style style) {
        ExitCode code = account.isQuiet() && !account.isEmpty() ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND;
        return new Answer(code, String.join("\n", text(style)) + "\n", json());
    }

    private List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(system)));
        for (int i = 0; i < account.boots().size(); i++) {
            lines.add("");
            lines.add(style.heading((i == 0 ? "The last boot" : (i + 1) + ". boot before now") + ", by "
                    + Show.text(account.boots().get(i).boot().log())));
            lines.addAll(text(account.boots().get(i), style, i == 0));
        }
        account.dumps()
                .forEach(it ->
                        lines.addAll(section("Dump of the kernel, " + it.boot().log(), it, style)));
        account.machine()
                .filter(it -> !it.signs().isEmpty())
                .ifPresent(it -> lines.addAll(
                        section("Recorded by the machine, " + it.boot().log(), it, style)));
        lines.addAll(logins(style));
        account.unknowns().forEach(it -> lines.addAll(Wrapped.lines("Cannot tell: " + Show.text(it), "", "  ")));
        if (account.isEmpty()) {
            lines.add("");
            lines.addAll(Wrapped.lines(
                    "Nothing on the disks tells how a boot ended: no journal, no log of syslogd, no dump. A journal that"
                            + " is kept in memory only is lost (Storage= in journald.conf); a serial console (console=ttyS0) would"
                            + " show the next failure.",
                    "",
                    ""));
        }
        return lines;
    }

    private static List<String> section(String title, BootEnd end, Style style) {
        List<String> lines = new ArrayList<>(List.of("", style.heading(Show.text(title))));
        end.signs().forEach(it -> lines.addAll(text(it, style)));
        if (end.signs().isEmpty()) {
            end.boot().last().ifPresent(it -> lines.addAll(quote(it, style)));
        }
        return lines;
    }

    private static List<String> text(BootEnd end, Style style, boolean isNewest) {
        List<String> lines = new ArrayList<>(Wrapped.lines(ending(end, isNewest), "  ", "  "));
        end.signs().forEach(it -> lines.addAll(text(it, style)));
        end.boot()
                .last()
                .ifPresent(it ->
                        lines.addAll(Wrapped.lines("Last trusted moment: " + Show.text(it.toString()), "  ", "    ")));
        return lines;
    }

    private static String ending(BootEnd end, boolean isNewest) {
        return switch (end.ending()) {
            case SHUTDOWN -> "It was shut down or rebooted as it should.";
            case FAILURE ->
                "It ended in a failure: "
                        + Show.text(end.cause().orElseThrow().signature().title()) + ".";
            case LOG_STOPS ->
                "The log stops without a shutdown and without an error: the power was cut, "
                        + (isNewest
                                ? "the machine was reset (as entering rescue mode does), "
                                : "the machine was reset, ")
                        + "or nothing could be written any more.";
        };
    }

    private static List<String> text(BootEnd.Sign sign, Style style) {
        Signature signature = sign.signature();
        List<String> lines = new ArrayList<>();
        String word = String.format(Locale.ROOT, "%-10s", signature.severity());
        lines.addAll(Wrapped.lines(
                word + Show.text(signature.title()) + " (" + signature.id() + ", "
                        + (sign.count() == 1 ? "once" : sign.count() + " times") + ")",
                "  ",
                " ".repeat(12)));
        sign.lines().forEach(it -> lines.addAll(quote(it, style)));
        signature
                .next()
                .forEach(it -> lines.addAll(Wrapped.lines("Next: " + Show.text(it), " ".repeat(12), " ".repeat(18))));
        return lines;
    }

    private static List<String> quote(LogLine line, Style style) {
        return Wrapped.lines(Show.text(line.toString()), " ".repeat(12) + "| ", " ".repeat(12) + "|   ").stream()
                .map(style::dim)
                .toList();
    }

    private List<String> logins(Style style) {
        if (account.logins().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", style.heading("Boots in wtmp")));
        account.logins().stream()
                .limit(MOST_LOGINS)
                .forEach(it -> lines.add("  " + it.started() + "  " + Show.text(it.release()) + "  "
                        + it.ended().map(end -> "shut down " + end).orElse("no shutdown")));
        return lines;
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("system", SystemWords.json(system));
        json.add("boots", JsonArrays.of(account.boots(), PanicReport::json));
        json.add("dumps", JsonArrays.of(account.dumps(), PanicReport::json));
        account.machine().ifPresent(it -> json.add("machine", json(it)));
        json.add("wtmp", JsonArrays.of(account.logins(), PanicReport::json));
        json.add("unknown", JsonArrays.of(account.unknowns()));
        return json;
    }

    private static JsonObject json(BootEnd end) {
        JsonObject json = new JsonObject();
        json.addProperty("log", end.boot().log());
        json.addProperty("ending", end.ending().name().toLowerCase(Locale.ROOT));
        end.boot().last().ifPresent(it -> json.add("lastTrusted", json(it)));
        json.add("signs", JsonArrays.of(end.signs(), PanicReport::json));
        return json;
    }

    private static JsonObject json(BootEnd.Sign sign) {
        JsonObject json = new JsonObject();
        json.addProperty("signature", sign.signature().id());
        json.addProperty("title", sign.signature().title());
        json.addProperty("kind", sign.signature().kind());
        json.addProperty("severity", sign.signature().severity().name().toLowerCase(Locale.ROOT));
        json.addProperty("count", sign.count());
        json.add("lines", JsonArrays.of(sign.lines(), PanicReport::json));
        json.add("next", JsonArrays.of(sign.signature().next()));
        return json;
    }

    private static JsonObject json(LogLine line) {
        JsonObject json = new JsonObject();
        json.addProperty("when", line.when());
        json.addProperty("program", line.program());
        json.addProperty("message", line.message());
        return json;
    }

    private static JsonObject json(LoginRecords.Start start) {
        JsonObject json = new JsonObject();
        json.addProperty("started", start.started().toString());
        json.addProperty("release", start.release());
        start.ended().ifPresent(it -> json.addProperty("ended", it.toString()));
        return json;
    }
}
