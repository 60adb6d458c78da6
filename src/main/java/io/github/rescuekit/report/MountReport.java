package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.FstabVerdict.Action;
import io.github.rescuekit.mount.MountedSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How systems are mounted: what became of each line of their fstab, and why. */
public final class MountReport {

    private static final String INDENT = "  ";
    private static final String REASON = "      ";

    private final List<MountedSystem> systems;
    private final boolean forALook;

    private MountReport(List<MountedSystem> systems, boolean forALook) {
        this.systems = List.copyOf(systems);
        this.forALook = forALook;
    }

    /** Systems that stay mounted. */
    public static MountReport of(List<MountedSystem> systems) {
        return new MountReport(systems, false);
    }

    /** A system that is mounted only as long as it is looked at. */
    public static MountReport ofALook(MountedSystem system) {
        return new MountReport(List.of(system), true);
    }

    /** True when some line cannot be mounted as it is written. */
    public boolean hasFailures() {
        return systems.stream().flatMap(it -> it.verdicts().stream()).anyMatch(it -> it.action() == Action.FAILED);
    }

    public List<String> lines(Style style) {
        List<String> lines = new ArrayList<>();
        for (MountedSystem system : systems) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(style.heading(title(system)));
            system.verdicts().stream()
                    .filter(it -> it.action() == Action.MOUNTED)
                    .forEach(it -> mounted(it, lines));
            rest(system, "Failed:", Action.FAILED, lines, style);
            rest(system, "Skipped:", Action.SKIPPED, lines, style);
            system.incomplete().stream()
                    .flatMap(it -> Wrapped.lines("Incomplete: " + Show.text(it), INDENT, REASON).stream())
                    .forEach(line -> lines.add(style.warning(line)));
        }
        return lines;
    }

    private String title(MountedSystem system) {
        String device = system.rootDevice().path();
        if (forALook) {
            return device + " by its own fstab:";
        }
        return Show.text(device + " at " + system.root()) + ", " + (system.isWritable() ? "WRITABLE:" : "read-only:");
    }

    private static void mounted(FstabVerdict verdict, List<String> lines) {
        String row = String.format(
                Locale.ROOT,
                "%-16s %-16s ",
                Show.text(verdict.mountPoint()),
                verdict.device().map(BlockDevice::path).orElse("-"));
        lines.addAll(Wrapped.lines(Show.text(verdict.reason()), INDENT + row, INDENT + " ".repeat(row.length())));
    }

    private static void rest(MountedSystem system, String title, Action action, List<String> lines, Style style) {
        List<FstabVerdict> verdicts =
                system.verdicts().stream().filter(it -> it.action() == action).toList();
        if (verdicts.isEmpty()) {
            return;
        }
        lines.add(action == Action.FAILED ? style.bad(title) : title);
        for (FstabVerdict verdict : verdicts) {
            String on = verdict.mountPoint().isEmpty() ? "" : " on " + verdict.mountPoint();
            String what = Show.text(verdict.source() + on);
            String where = verdict.line() > 0 ? " (line " + verdict.line() + ")" : "";
            lines.addAll(Wrapped.lines(what + where, INDENT, REASON));
            lines.addAll(Wrapped.lines(Show.text(verdict.reason()), REASON, REASON));
        }
    }

    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("systems", JsonArrays.of(systems, this::json));
        return json;
    }

    private JsonObject json(MountedSystem system) {
        JsonObject json = new JsonObject();
        json.addProperty("rootDevice", system.rootDevice().path());
        if (!forALook) {
            json.addProperty("at", system.root().toString());
        }
        json.addProperty("writable", system.isWritable());
        json.add("lines", JsonArrays.of(system.verdicts(), MountReport::json));
        json.add("incomplete", JsonArrays.of(system.incomplete()));
        return json;
    }

    private static JsonObject json(FstabVerdict verdict) {
        JsonObject json = new JsonObject();
        json.addProperty("line", verdict.line());
        json.addProperty("source", verdict.source());
        json.addProperty("mountPoint", verdict.mountPoint());
        json.addProperty("action", verdict.action().name().toLowerCase(Locale.ROOT));
        verdict.device().ifPresent(it -> json.addProperty("device", it.path()));
        json.addProperty("reason", verdict.reason());
        return json;
    }
}
