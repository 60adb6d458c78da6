package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a device, in large pieces and at random places, and never writes to it. */
public final class DiskTrial {

    /**
     * How to test.
     *
     * @param time to spend on large pieces; ignored when the whole device is to be read
     */
    public record Order(Duration time, boolean whole) {}

    /** Without these it cannot be done. */
    public static final List<String> PROGRAMS = List.of(DiskReading.PROGRAM);

    private static final String TEST = "read";

    private final Runner runner;
    private final Tools tools;
    private final Instruments instruments;

    DiskTrial(Runner runner, Tools tools, Instruments instruments) {
        this.runner = runner;
        this.tools = tools;
        this.instruments = instruments;
    }

    /**
     * Reads from the device as ordered.
     *
     * @throws RescueException when the operator interrupts it
     */
    public TrialResult run(Machine machine, BlockDevice device, Order order, Progress progress) {
        DiskErrors errors = new DiskErrors(machine, device, instruments.counters(), new DriveCounters(runner, tools));
        DiskReading reading = new DiskReading(runner, device.path());
        SequentialRead sequential = new SequentialRead(reading, device.size());
        RandomReads random = new RandomReads(reading, device.size());
        Progress told = (what, fraction) -> progress.at(device.path() + ": " + what, fraction);
        Optional<RescueException> broken = read(sequential, random, order, told);
        List<String> sectors = sectors(device, sequential);
        errors.readAgain();
        return Judgement.result(
                device.path(),
                TEST,
                Stream.of(
                                judgements(device.path(), sequential, random),
                                broken.stream().map(DiskTrial::brokenOff),
                                errors.judgements())
                        .flatMap(it -> it)
                        .toList(),
                figures(sequential, random),
                Stream.of(speeds(sequential), sectors.stream(), random.failures().stream(), errors.lines())
                        .flatMap(it -> it)
                        .toList(),
                uncovered(device, sequential, order));
    }

    // A device that hangs has told something by then.
    private static Optional<RescueException> read(
            SequentialRead sequential, RandomReads random, Order order, Progress progress) {
        try {
            if (order.whole()) {
                sequential.whole(progress);
            } else {
                sequential.sample(order.time(), progress);
            }
            if (sequential.failures().isEmpty()) {
                random.run(progress);
            }
            return Optional.empty();
        } catch (RescueException e) {
            return Optional.of(e.unlessInterrupted());
        }
    }

    private List<String> sectors(BlockDevice device, SequentialRead sequential) {
        BadBlockSearch search = new BadBlockSearch(runner, tools);
        return sequential.failures().stream()
                .filter(SequentialRead.Failure::isOfTheDevice)
                .flatMap(it -> search.sectors(device.path(), it).stream())
                .toList();
    }

    private static Judgement brokenOff(RescueException e) {
        return Judgement.of(Verdict.UNKNOWN, e.happened(), e.next());
    }

    private static Stream<Judgement> judgements(String device, SequentialRead sequential, RandomReads random) {
        Optional<String> odd = sequential.failures().stream()
                .filter(it -> !it.isOfTheDevice())
                .map(SequentialRead.Failure::error)
                .findFirst();
        if (!random.failures().isEmpty()
                || sequential.failures().stream().anyMatch(SequentialRead.Failure::isOfTheDevice)) {
            return Stream.of(Judgement.of(Verdict.FAILED, "blocks cannot be read", DiskCopy.thenReplace(device)));
        }
        if (odd.isPresent() || sequential.pieces().isEmpty()) {
            return Stream.of(Judgement.of(
                    Verdict.UNKNOWN,
                    odd.map(it -> "it could not be read as a disk is: " + it).orElse("nothing was read"),
                    "see 'rescuekit disks' and 'dmesg'"));
        }
        return Stream.of(Judgement.healthy("no error in the " + sequential.bytesRead() + " that were read"));
    }

    private static List<Figure> figures(SequentialRead sequential, RandomReads random) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.bytes("readBytes", sequential.bytesRead(), "read"));
        if (!sequential.pieces().isEmpty()) {
            figures.add(Figure.speed(
                    "sequentialBytesPerSecond", sequential.bytesRead(), sequential.timeSpent(), "in large pieces"));
        }
        figures.addAll(random.figures());
        return figures;
    }

    // A disk that tries again and again in one place is slow there long before it gives up.
    private static Stream<String> speeds(SequentialRead sequential) {
        Comparator<SequentialRead.Piece> bySpeed = Comparator.comparing(SequentialRead.Piece::bytesPerSecond);
        List<SequentialRead.Piece> pieces = sequential.pieces();
        return pieces.size() < 2
                ? Stream.empty()
                : Stream.of(
                        speed("fastest", pieces.stream().max(bySpeed).orElseThrow()),
                        speed("slowest", pieces.stream().min(bySpeed).orElseThrow()));
    }

    private static String speed(String which, SequentialRead.Piece piece) {
        return String.format(
                Locale.ROOT,
                "%s of the pieces: %s/s, at %s",
                which,
                new Bytes(Math.round(piece.bytesPerSecond())),
                piece.offset());
    }

    private static List<String> uncovered(BlockDevice device, SequentialRead sequential, Order order) {
        long left = Math.max(0, device.size().count() - sequential.bytesRead().count());
        return Stream.of(
                        left > 0
                                ? Optional.of(new Bytes(left) + " of " + device.size() + " were not read"
                                        + (order.whole() ? "" : "; --whole reads everything"))
                                : Optional.<String>empty(),
                        Optional.of("writing: this test only reads"))
                .flatMap(Optional::stream)
                .toList();
    }
}
