package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Temperature;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.StressNgMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets all processors compute what can be verified, and watches how hot they get. */
public final class ProcessorTrial {

    private static final String PROGRAM = "stress-ng";

    /** Without these it cannot be done. */
    public static final List<String> PROGRAMS = List.of(PROGRAM);

    private record Work(int processors, Duration time) {}

    private static final String SUBJECT = "processor";
    private static final Duration TO_START_AND_END = Duration.ofMinutes(1);
    private static final int SHOWN = 12;

    private final Load load;
    private final Instruments instruments;

    ProcessorTrial(Load load, Instruments instruments) {
        this.load = load;
        this.instruments = instruments;
    }

    /**
     * Keeps all processors busy for that time.
     *
     * @throws io.github.rescuekit.model.RescueException when the operator interrupts it
     */
    public TrialResult run(Duration time, Progress progress) {
        int processors = instruments.processors().getAsInt();
        ErrorCounters before = instruments.counters().get();
        HeatWatch heat = new HeatWatch(instruments.temperatures());
        Load.Outcome outcome = load.run(List.of(command(processors, time)), since -> {
            progress.at(
                    "computing on " + ProcessorCount.words(processors) + heat.inWords(),
                    Math.min(1, (double) since.toMillis() / time.toMillis()));
            return heat.look(since);
        });
        CountedErrors counted = new CountedErrors(before, instruments.counters().get());
        return result(outcome, heat, counted, new Work(processors, time));
    }

    private static Command command(int processors, Duration time) {
        return Command.of(
                        PROGRAM,
                        "--cpu",
                        String.valueOf(processors),
                        "--cpu-method",
                        "all",
                        "--verify",
                        "--timeout",
                        time.toSeconds() + "s",
                        "--metrics-brief")
                .within(time.plus(TO_START_AND_END))
                .acceptingAny();
    }

    private static TrialResult result(Load.Outcome outcome, HeatWatch heat, CountedErrors counted, Work work) {
        Load.Run run = outcome.runs().get(0);
        Optional<StressNgMetrics> report = run.result().map(it -> StressNgMetrics.parse(it.exitCode(), it.all()));
        Judgement computed = report.map(it -> judgement(it, work, run))
                .orElseGet(() ->
                        Judgement.of(Verdict.UNKNOWN, ProgramEnd.of(PROGRAM, run), "test again when that is mended"));
        List<String> failures = report.map(StressNgMetrics::failures).orElse(List.of());
        return Judgement.result(
                SUBJECT,
                PROGRAM,
                Stream.of(
                                // Stopped by the watch, the program has nothing more to say.
                                heat.alarm().map(Stream::of).orElseGet(() -> Stream.of(computed)), counted.judgements())
                        .flatMap(it -> it)
                        .toList(),
                figures(outcome, heat, report, work.processors()),
                Stream.concat(failures.stream().limit(SHOWN), counted.lines().stream())
                        .toList(),
                uncovered(heat, counted));
    }

    private static Judgement judgement(StressNgMetrics report, Work work, Load.Run run) {
        if (!report.failures().isEmpty() || report.outcome() == StressNgMetrics.Outcome.FAILED) {
            return Judgement.of(
                    Verdict.FAILED,
                    StressNgMetrics.Outcome.FAILED.meaning(),
                    "trust no result of this machine: have the processor, its cooling and its power supply looked at");
        }
        return incomplete(report, work, run)
                .map(reason -> Judgement.of(Verdict.UNKNOWN, reason, "see 'dmesg', then test again"))
                .orElseGet(() -> Judgement.healthy("no wrong result on " + ProcessorCount.words(work.processors())
                        + " in " + report.worked().toSeconds() + " s"));
    }

    private static Optional<String> incomplete(StressNgMetrics report, Work work, Load.Run run) {
        if (report.outcome() == StressNgMetrics.Outcome.UNKNOWN) {
            return Optional.of(ProgramEnd.of(PROGRAM, run));
        }
        if (report.outcome() != StressNgMetrics.Outcome.PASSED) {
            return Optional.of(report.outcome().meaning());
        }
        return report.operationsPerSecond().isPresent()
                ? ProgramEnd.tooEarly(PROGRAM, report.worked(), work.time())
                : Optional.of(PROGRAM + " does not tell that it computed anything");
    }

    private static List<Figure> figures(
            Load.Outcome outcome, HeatWatch heat, Optional<StressNgMetrics> report, int processors) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.count("processors", processors, processors == 1 ? "processor" : "processors"));
        figures.add(Figure.time(outcome.duration()));
        report.ifPresent(it -> it.operationsPerSecond()
                .ifPresent(rate -> figures.add(Figure.count(
                        "operationsPerSecond", Math.round(rate), "verified operations of stress-ng a second"))));
        heat.hottest()
                .ifPresent(it -> figures.add(new Figure(
                        "hottestCelsius",
                        it.celsius(),
                        "at most " + Temperature.words(it.celsius()) + " (" + it.sensor() + ")")));
        return figures;
    }

    private static List<String> uncovered(HeatWatch heat, CountedErrors counted) {
        List<String> sentences = new ArrayList<>();
        sentences.add("faults that show only after hours, or under a load of another kind");
        if (!heat.sees()) {
            sentences.add("heat: this machine shows no sensor of its processors, as virtual machines do");
        }
        sentences.addAll(counted.unknowns());
        return sentences;
    }
}
