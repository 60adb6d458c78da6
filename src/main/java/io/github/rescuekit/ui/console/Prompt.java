package io.github.rescuekit.ui.console;

import io.github.rescuekit.report.Show;
import io.github.rescuekit.report.Style;
import io.github.rescuekit.ui.console.Glance.Mounted;
import java.util.List;
import java.util.stream.Collectors;

/** {@code rescuekit [web1 WRITABLE] >}: what is mounted, and whether a slip of the finger can change it. */
final class Prompt {

    private Prompt() {}

    static String of(List<Mounted> mounted, Style style) {
        String systems = mounted.stream().map(it -> system(it, style)).collect(Collectors.joining(", "));
        return "rescuekit " + (systems.isEmpty() ? "" : "[" + systems + "] ") + "> ";
    }

    private static String system(Mounted mounted, Style style) {
        return Show.text(mounted.name()) + " " + (mounted.writable() ? style.bad("WRITABLE") : "ro");
    }
}
