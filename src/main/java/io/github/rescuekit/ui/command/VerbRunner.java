package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.JsonDocument;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.report.Wrap;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobOrder;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the words of one verb, runs it, and prints its answer or its error: as text, or as one JSON document. The only
 * place where exceptions become exit codes.
 */
public final class VerbRunner {

    private final Toolkit toolkit;
    private final Operator operator;
    private final Function<String, Optional<Verbs.Factory>> verbs;
    private final boolean startsJobs;

    VerbRunner(
            Toolkit toolkit, Operator operator, Function<String, Optional<Verbs.Factory>> verbs, boolean startsJobs) {
        this.toolkit = toolkit;
        this.operator = operator;
        this.verbs = verbs;
        this.startsJobs = startsJobs;
    }

    /** Runs every verb in this process. */
    public static VerbRunner here(Toolkit toolkit, Operator operator) {
        return new VerbRunner(toolkit, operator, Verbs::find, false);
    }

    /** Runs long verbs as jobs, which the operator can leave and return to. */
    public static VerbRunner startingJobs(Toolkit toolkit, Operator operator) {
        return new VerbRunner(toolkit, operator, Verbs::find, true);
    }

    /** Runs {@code words}, the verb first, and returns how it ended. */
    @SuppressWarnings("CatchingUnchecked") // A bug of any kind must end as one sentence, not as a trace at 3 a.m.
    public ExitCode run(List<String> words) {
        String name = words.get(0);
        try {
            return answer(name, words.subList(1, words.size()));
        } catch (RescueException e) {
            return fail(words, e);
        } catch (RuntimeException | Error e) {
            return fail(words, bug(e));
        }
    }

    /** Tells the error that keeps {@code words} from being done, and returns its code. */
    public ExitCode fail(List<String> words, RescueException e) {
        return failed(words.get(0), wantsJson(words), e);
    }

    // Also true when parsing fails, so that a script always gets its document; words after "--" belong to a child.
    private static boolean wantsJson(List<String> words) {
        return words.stream().takeWhile(word -> !word.equals("--")).anyMatch("--json"::equals);
    }

    private ExitCode answer(String name, List<String> options) {
        Verb verb = verbs.apply(name).orElseThrow(() -> Verbs.unknown(name)).create(toolkit, operator);
        CommandLine line = CommandLines.of(name, verb);
        parse(line, options);
        if (verb.wantsHelp()) {
            line.usage(operator.out());
            operator.out().flush();
            return ExitCode.DONE;
        }
        requireRights(name, verb);
        if (startsJobs && verb.isLong()) {
            return follow(name, options);
        }
        Answer answer = verb.run();
        print(name, verb, answer);
        return answer.exitCode();
    }

    private ExitCode follow(String name, List<String> options) {
        List<String> words = new ArrayList<>(List.of(name));
        words.addAll(options);
        JobOrder.View view = new JobOrder.View(operator.isPresent(), operator.likesColour(), operator.columns());
        Job job = toolkit.jobs().begin(new JobOrder(words, toolkit.who(), Instant.now(), view));
        if (operator.isPresent()) {
            operator.err()
                    .println("Job " + job.id()
                            + ": it goes on when this connection drops. Back to it: rescuekit attach " + job.id());
        }
        return JobView.ofStarter(job, operator).follow();
    }

    private static void parse(CommandLine line, List<String> options) {
        try {
            line.parseArgs(options.toArray(String[]::new));
        } catch (ParameterException e) {
            throw RescueException.usage(happened(e), "see '" + line.getCommandName() + " --help'" + guess(e))
                    .causedBy(e);
        }
    }

    private static String happened(ParameterException e) {
        String message = String.valueOf(e.getMessage());
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String guess(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .findFirst()
                        .map(option -> "; did you mean " + option + "?")
                        .orElse("")
                : "";
    }

    private void requireRights(String name, Verb verb) {
        if (verb.needsRoot() && !toolkit.isRoot().getAsBoolean()) {
            throw RescueException.refused(
                    "root",
                    "disks and mounts can only be handled with root rights",
                    "run 'sudo rescuekit " + name + "'");
        }
    }

    private RescueException bug(Throwable thrown) {
        Optional<Path> log = toolkit.bugs().write(thrown);
        if (log.isEmpty()) {
            thrown.printStackTrace(operator.err());
        }
        return new RescueException(
                        ExitCode.BUG,
                        "this is a bug in Rescuekit: " + thrown,
                        log.map(file -> "send " + file + " to the developers")
                                        .orElse("send the trace above to the developers")
                                + "; look again before you rely on what the step was to do")
                .causedBy(thrown);
    }

    private void print(String name, Verb verb, Answer answer) {
        if (verb.wantsJson()) {
            operator.out().println(document(name).of(answer, verb.level().word()));
        } else {
            operator.out().print(answer.text());
        }
        operator.out().flush();
    }

    private ExitCode failed(String name, boolean json, RescueException e) {
        if (json) {
            operator.out().println(document(name).of(e));
            operator.out().flush();
        } else {
            tell(CommandLines.PROGRAM + " " + name + ": " + e.happened());
            e.guard().ifPresent(guard -> tell("Guard: " + guard));
            tell("Next: " + e.next());
            operator.err().flush();
        }
        return e.exitCode();
    }

    private void tell(String foreign) {
        String text = Show.text(foreign);
        String sentence = text.matches(".*[.?!]|Guard: .*") ? text : text + ".";
        // A log keeps a message in one line, to be found again.
        operator.err().println(operator.isPresent() ? Wrap.lines(sentence, operator.columns()) : sentence);
    }

    private JsonDocument document(String name) {
        return new JsonDocument(toolkit.version(), name);
    }
}
