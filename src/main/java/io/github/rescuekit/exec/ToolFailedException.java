package io.github.rescuekit.exec;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.List;
import java.util.stream.Collectors;

/** A program is missing, was stopped, or ended with a code that is no answer. */
public final class ToolFailedException extends RescueException {

    private static final long serialVersionUID = 1;
    private static final int SHOWN_LINES = 3;

    private final boolean outOfTime;

    private ToolFailedException(String happened, String next) {
        this(happened, next, false);
    }

    private ToolFailedException(String happened, String next, boolean outOfTime) {
        super(ExitCode.TOOL_FAILED, happened, next);
        this.outOfTime = outOfTime;
    }

    /** True when it was stopped: the same question in other words would only wait again. */
    public boolean isOutOfTime() {
        return outOfTime;
    }

    static ToolFailedException missing(List<String> programs) {
        boolean isOne = programs.size() == 1;
        String packages =
                programs.stream().map(Tools::packageOf).distinct().sorted().collect(Collectors.joining(" "));
        return new ToolFailedException(
                String.join(", ", programs) + (isOne ? " is" : " are") + " not installed",
                "install " + (isOne ? "it" : "them") + " (apt-get install " + packages + "), then try again");
    }

    static ToolFailedException notStarted(Command command, String reason) {
        return new ToolFailedException(
                "'" + command + "' could not be started: " + reason, "check that the program runs by hand");
    }

    static ToolFailedException outOfTime(Command command, boolean killed) {
        return new ToolFailedException(
                "'" + command + "' was stopped after " + command.limit().toSeconds() + " s"
                        + (killed ? "" : "; it hangs in the kernel and was left behind"),
                "the device may hang: see 'dmesg', and check its disk first",
                true);
    }

    public static ToolFailedException badExit(Command command, Result result) {
        return new ToolFailedException(
                "'" + command + "' ended with code " + result.exitCode()
                        + (command.isSecret() ? "" : lastLines(result)),
                "run the command by hand to see all of its output");
    }

    private static String lastLines(Result result) {
        List<String> lines = (result.err().isBlank() ? result.out() : result.err())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        int from = Math.max(0, lines.size() - SHOWN_LINES);
        return lines.isEmpty() ? "" : ": " + String.join(" / ", lines.subList(from, lines.size()));
    }
}
