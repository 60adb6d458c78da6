package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.HardwareError;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTrialTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final DiskTrial.Order SAMPLE = new DiskTrial.Order(A_MINUTE, false);
    private static final DiskTrial.Order WHOLE = new DiskTrial.Order(A_MINUTE, true);
    private static final Bytes PIECE = Bytes.mib(128);
    private static final Bytes BLOCK = Bytes.kib(4);
    // Four pieces, the last of them half as long.
    private static final BlockDevice DISK = disk("/dev/sda", new Bytes(PIECE.count() * 7 / 2));

    private final Tools tools;
    private final List<String> started = new ArrayList<>();
    private Supplier<ErrorCounters> kernel = () -> TestInstruments.NOTHING;
    private Supplier<Result> smart = () -> Result.of(0, "{}");
    private Duration timeOfAPiece = Duration.ofSeconds(1);
    private Set<Long> badPieces = Set.of();
    private Set<Long> badBlocks = Set.of();

    DiskTrialTest(@TempDir Path directory) {
        this.tools = TestInstruments.tools(directory, "dd", "badblocks", "smartctl");
    }

    @Test
    void readsPiecesAllOverTheDiskAndNeverWrites() {
        run(SAMPLE);

        assertThat(started.stream().filter(it -> it.contains("bs=1048576")))
                .containsExactly(
                        "dd if=/dev/sda of=/dev/null bs=1048576 skip=0 count=128 iflag=direct",
                        "dd if=/dev/sda of=/dev/null bs=1048576 skip=256 count=128 iflag=direct",
                        "dd if=/dev/sda of=/dev/null bs=1048576 skip=128 count=128 iflag=direct",
                        "dd if=/dev/sda of=/dev/null bs=1048576 skip=384 count=128 iflag=direct");
        assertThat(started)
                .allMatch(it -> it.startsWith("smartctl -j -x ") || it.startsWith("dd if=/dev/sda of=/dev/null "));
    }

    @Test
    void readsTheWholeDiskInItsOrderWhateverTimeThatTakes() {
        timeOfAPiece = Duration.ofHours(1);
        TrialResult result = run(WHOLE);

        assertThat(started.stream().filter(it -> it.contains("bs=1048576")))
                .extracting(it -> it.replaceAll(".* skip=(\\d+) .*", "$1"))
                .containsExactly("0", "128", "256", "384");
        assertThat(result.uncovered()).containsExactly("writing: this test only reads");
    }

    @Test
    void stopsWhenTheTimeIsSpentAndSaysWhatItDidNotRead() {
        timeOfAPiece = Duration.ofSeconds(40);
        TrialResult result = run(SAMPLE);

        assertThat(value(result, "readBytes")).isEqualTo(2 * PIECE.count());
        assertThat(result.uncovered())
                .containsExactly(
                        "192.0 MiB of 448.0 MiB were not read; --whole reads everything",
                        "writing: this test only reads");
    }

    @Test
    void measuresSpeedAndLatency() {
        timeOfAPiece = Duration.ofSeconds(2);
        TrialResult result = run(SAMPLE);

        assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.summary()).isEqualTo("no error in the 448.0 MiB that were read");
        assertThat(value(result, "sequentialBytesPerSecond"))
                .isEqualTo(DISK.size().count() / 8);
        assertThat(value(result, "randomReadMedianMicroseconds")).isEqualTo(150);
        assertThat(result.evidence())
                .containsExactly(
                        "fastest of the pieces: 64.0 MiB/s, at 0 B", "slowest of the pieces: 32.0 MiB/s, at 384.0 MiB");
    }

    @Test
    void namesTheSectorsThatCannotBeRead() {
        badPieces = Set.of(128L);
        TrialResult result = run(WHOLE);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.summary()).isEqualTo("blocks cannot be read");
        assertThat(started).contains("badblocks -b 4096 -e 32 /dev/sda 65535 32768");
        assertThat(result.evidence())
                .contains(
                        "cannot be read: sectors 8192 to 8447",
                        "there may be more: the search ends after 32 bad blocks");
        assertThat(result.next().orElseThrow()).contains("ddrescue -d /dev/sda");
    }

    @Test
    void sparesADiskThatFailedAlready() {
        badPieces = Set.of(128L);
        run(WHOLE);

        assertThat(started).noneMatch(it -> it.contains("bs=4096"));
    }

    @Test
    void endsAfterEightPlacesThatCannotBeRead() {
        badPieces = Set.of(0L, 128L, 256L, 384L, 512L, 640L, 768L, 896L, 1024L, 1152L);
        run(disk("/dev/sda", new Bytes(PIECE.count() * 10)), WHOLE);

        assertThat(started.stream().filter(it -> it.contains("bs=1048576"))).hasSize(8);
    }

    @Test
    void findsBlocksThatFailOnlyAtRandomPlaces() {
        badBlocks = Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        TrialResult result = run(disk("/dev/sda", new Bytes(BLOCK.count() * 8)), SAMPLE);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.evidence()).anyMatch(it -> it.matches("sector \\d+: error reading .*: Input/output error"));
    }

    @Test
    void cannotTellWhenTheDeviceCannotBeOpened() {
        TrialResult result = trial(command -> recorded("not-there"), SAMPLE);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).contains("No such file or directory");
    }

    @Test
    void cannotTellWhenTheDeviceHangs() {
        TrialResult result = trial(
                command -> {
                    throw new RescueException(ExitCode.TOOL_FAILED, "dd was stopped after 300 s", "see dmesg");
                },
                SAMPLE);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.evidence().get(0) + result.summary()).contains("dd was stopped after 300 s");
    }

    @Test
    void isNotHealthyBecauseOfWhatWasReadBeforeItHung() {
        TrialResult result = trial(
                command -> {
                    if (number(command, "skip") > 0) {
                        throw new RescueException(ExitCode.TOOL_FAILED, "dd was stopped after 300 s", "see dmesg");
                    }
                    return answer(DISK, command);
                },
                SAMPLE);

        assertThat(value(result, "readBytes")).isEqualTo(PIECE.count());
        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("dd was stopped after 300 s");
    }

    @Test
    void endsWhenTheOperatorInterrupts() {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> trial(
                        command -> {
                            throw new RescueException(ExitCode.INTERRUPTED, "interrupted", "start it again");
                        },
                        SAMPLE))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
    }

    @Test
    void neverTakesAShortReadForAWholeOne() {
        TrialResult result = trial(
                command -> new Result(0, "", "1024 bytes (1.0 kB) copied, 1.0 s, 1 kB/s\n", Duration.ZERO, false),
                SAMPLE);

        assertThat(result.verdict()).isNotEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failsOnErrorsThatTheKernelLoggedOfThisDiskOnly() {
        kernel = logging("sda");
        assertThat(run(SAMPLE).verdict()).isEqualTo(Verdict.FAILED);

        kernel = logging("sdb");
        assertThat(run(SAMPLE).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failsWhenTheDiskCountedBadSectorsMeanwhile() {
        smart = TestInstruments.each(List.of(pending(2), pending(5)));
        TrialResult result = run(SAMPLE);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.evidence()).contains("197 Current_Pending_Sector of /dev/sda: 3 more");
    }

    @Test
    void isHealthyWithOldErrorsThatDoNotGrow() {
        smart = () -> pending(2);

        assertThat(run(SAMPLE).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private static Result pending(int count) {
        return Result.of(
                0,
                "{\"ata_smart_attributes\":{\"table\":[{\"id\":197,\"name\":\"Current_Pending_Sector\",\"raw\":"
                        + "{\"value\":" + count + ",\"string\":\"" + count + "\"}}]}}");
    }

    private static Supplier<ErrorCounters> logging(String disk) {
        HardwareError error =
                new HardwareError(Kind.DISK, "I/O error, dev " + disk, Optional.of(disk), Optional.of(2048L));
        return TestInstruments.each(
                List.of(TestInstruments.NOTHING, new ErrorCounters(Map.of(), List.of(error), List.of())));
    }

    private TrialResult run(DiskTrial.Order order) {
        return run(DISK, order);
    }

    private TrialResult run(BlockDevice disk, DiskTrial.Order order) {
        return trial(disk, command -> answer(disk, command), order);
    }

    private TrialResult trial(Function<Command, Result> dd, DiskTrial.Order order) {
        return trial(DISK, dd, order);
    }

    private TrialResult trial(BlockDevice disk, Function<Command, Result> dd, DiskTrial.Order order) {
        TestInstruments runner = new TestInstruments(command -> switch (command.program()) {
            case "smartctl" -> smart.get();
            case "badblocks" -> Fixture.of("badblocks/debian-12/behind-the-end").result();
            default -> dd.apply(command);
        });
        Machine machine = new Machine(List.of(disk), List.of(), List.of(), List.of(), List.of());
        try {
            return new DiskTrial(runner, tools, TestInstruments.of(kernel)).run(machine, disk, order, Progress.SILENT);
        } finally {
            started.addAll(runner.started());
        }
    }

    private Result answer(BlockDevice disk, Command command) {
        long block = number(command, "bs");
        long skip = number(command, "skip");
        if (block == BLOCK.count() ? badBlocks.contains(skip) : badPieces.contains(skip)) {
            return recorded("broken-off");
        }
        long bytes = Math.min(block * number(command, "count"), disk.size().count() - skip * block);
        String time = block == BLOCK.count() ? "0.00015" : timeOfAPiece.toSeconds() + ".0";
        return new Result(0, "", bytes + " bytes copied, " + time + " s, 1 MB/s\n", Duration.ZERO, false);
    }

    // dd tells all it has to tell on standard error.
    private static Result recorded(String name) {
        Fixture dd = Fixture.of("dd/debian-12/" + name);
        return new Result(dd.exit(), "", dd.stdout(), Duration.ZERO, false);
    }

    private static long number(Command command, String word) {
        return command.arguments().stream()
                .filter(it -> it.startsWith(word + "="))
                .map(it -> Long.valueOf(it.substring(word.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static BlockDevice disk(String path, Bytes size) {
        return new BlockDevice(
                path,
                new DeviceNumber(8, 0),
                DeviceKind.DISK,
                size,
                false,
                List.of(),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static long value(TrialResult result, String key) {
        return result.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value()
                .longValue();
    }
}
