package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.parse.Stressapptest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies and compares pages on all processors at once, for a time: finds what fails only under full load. */
final class StressapptestOnAllProcessors implements MemoryTester {

    static final String PROGRAM = "stressapptest";

    private static final long MEBIBYTE = Bytes.mib(1).count();
    private static final String ENOUGH_ERRORS = "100";
    // Before and after the time it fills and checks every page.
    private static final Duration TO_FILL_AND_CHECK = Duration.ofMinutes(30);

    private final Duration time;

    StressapptestOnAllProcessors(Duration time) {
        this.time = time;
    }

    @Override
    public String program() {
        return PROGRAM;
    }

    @Override
    public List<Command> commands(Bytes size, int processors) {
        return List.of(FirstVictim.of(
                        PROGRAM,
                        "-M",
                        String.valueOf(size.count() / MEBIBYTE),
                        "-s",
                        String.valueOf(time.toSeconds()),
                        "-m",
                        String.valueOf(processors),
                        "--max_errors",
                        ENOUGH_ERRORS)
                .within(time.plus(TO_FILL_AND_CHECK))
                .acceptingAny());
    }

    @Override
    public double fraction(Duration since) {
        return Math.min(1, (double) since.toMillis() / time.toMillis());
    }

    @Override
    public MemoryEvidence read(Load.Outcome outcome) {
        Load.Run run = outcome.runs().get(0);
        Stressapptest report = run.result()
                .map(it -> Stressapptest.parse(it.exitCode(), it.all()))
                .orElseGet(() -> Stressapptest.parse(1, ""));
        // A page is read and written at each copy, and all of them are compared once more at the end.
        boolean moved =
                report.moved().compareTo(report.size()) >= 0 && report.size().count() > 0;
        return new MemoryEvidence(
                moved ? report.size() : Bytes.ZERO,
                figures(report, outcome.duration()),
                errors(report),
                incomplete(report, run, moved),
                List.of());
    }

    private static List<String> errors(Stressapptest report) {
        return report.outcome() == Stressapptest.Outcome.FAILED
                        && report.incidents().isEmpty()
                ? List.of("stressapptest ended with 'Status: FAIL'")
                : report.incidents();
    }

    private Optional<String> incomplete(Stressapptest report, Load.Run run, boolean moved) {
        if (report.outcome() == Stressapptest.Outcome.NO_RESULT) {
            return Optional.of(ProgramEnd.of(PROGRAM, run));
        }
        return moved
                ? ProgramEnd.tooEarly(PROGRAM, report.worked(), time)
                : Optional.of(PROGRAM + " does not tell that it touched all of its memory");
    }

    private static List<Figure> figures(Stressapptest report, Duration time) {
        List<Figure> figures = new ArrayList<>();
        if (report.moved().count() > 0) {
            figures.add(Figure.bytes("movedBytes", report.moved(), "copied and compared"));
            figures.add(Figure.speed("bytesPerSecond", report.moved(), time, ""));
        }
        return figures;
    }
}
