package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.Fixture;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.trial.Instruments;
import io.github.rescuekit.trial.Trials;
import io.github.rescuekit.ui.Health;
import io.github.rescuekit.ui.Toolkits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCommandTest {

    private static final ErrorCounters QUIET = new ErrorCounters(Map.of(), List.of(), List.of());

    private final Path programs;
    private final List<String> started = new ArrayList<>();
    private final SilentOperator operator = new SilentOperator();
    private final TestDisks disks = new TestDisks()
            .disk("/dev/sda")
            .partition("/dev/sda1", "ext4")
            .running("/dev/sda1")
            .disk("/dev/sdb");
    private Bytes available = Bytes.gib(4);

    TestCommandTest(@TempDir Path programs) throws IOException {
        this.programs = programs;
        has("choom", "stressapptest", "memtester", "stress-ng", "dd", "badblocks", "smartctl");
    }

    @Test
    void endsWithZeroWhenMemoryIsProvenToBeHealthy() {
        assertThat(run("test", "memory", "--size", "64M", "--time", "5s")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("healthy      memory  (stressapptest)", "Verdict: healthy. Level: look");
    }

    @Test
    void testsAllInOneReportAndLetsTheWorstDecide() {
        assertThat(run("test", "all", "--size", "64M", "--time", "3s", "--json"))
                .isEqualTo(ExitCode.PROBLEMS_FOUND);

        JsonObject result = result();
        assertThat(result.get("verdict").getAsString()).isEqualTo("failed");
        assertThat(result.getAsJsonArray("trials").asList())
                .extracting(it -> it.getAsJsonObject().get("subject").getAsString() + " "
                        + it.getAsJsonObject().get("test").getAsString() + " "
                        + it.getAsJsonObject().get("verdict").getAsString())
                .containsExactly(
                        "memory stressapptest healthy",
                        "processor stress-ng healthy",
                        "/dev/sdb read healthy",
                        "/dev/sdb smart failed");
        assertThat(started).anyMatch(it -> it.contains("stressapptest -M 64 -s 3 "));
        assertThat(started).anyMatch(it -> it.contains("--timeout 3s"));
    }

    @Test
    void leavesTheDiskOfTheRescueSystemOutUnlessItIsNamed() {
        run("test", "disk");
        assertThat(started).noneMatch(it -> it.contains("/dev/sda"));
        assertThat(operator.out.toString())
                .contains("Left out: /dev/sda, because the rescue system runs from it; name it to test it");

        run("test", "disk", "/dev/sda1");
        assertThat(started).anyMatch(it -> it.startsWith("dd if=/dev/sda1 of=/dev/null "));
        assertThat(started).anyMatch(it -> it.equals("smartctl -j -x /dev/sda"));
    }

    @Test
    void goesOnWithTheRestOfAllWhenMemoryCannotBeTested() {
        available = Bytes.mib(100);

        assertThat(run("test", "all", "--json")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(result().getAsJsonArray("trials").get(0).toString())
                .contains("\"verdict\":\"unknown\"", "there is not enough free memory for a test");
        assertThat(started).anyMatch(it -> it.startsWith("stress-ng "));
    }

    @Test
    void refusesToTakeFromTheReserve() {
        assertThat(run("test", "memory", "--size", "1T")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString()).contains("Guard: memory-reserve");
        assertThat(started).isEmpty();
    }

    @Test
    void namesAllMissingProgramsBeforeTheFirstTest() throws IOException {
        Files.delete(programs.resolve("stress-ng"));
        Files.delete(programs.resolve("choom"));

        assertThat(run("test", "all")).isEqualTo(ExitCode.TOOL_FAILED);
        assertThat(operator.err.toString())
                .contains("'rescuekit test all' needs choom and stress-ng, not installed here")
                .contains("apt-get install util-linux stress-ng");
        assertThat(started).isEmpty();
    }

    @Test
    void givesTheTimeToTheOtherTestsWhenMemoryIsTestedInPasses() {
        run("test", "all", "--passes", "2", "--size", "64M", "--time", "7s");

        assertThat(started).contains("choom -n 1000 -- memtester 32M 2");
        assertThat(started).anyMatch(it -> it.contains("--timeout 7s"));
    }

    @ParameterizedTest
    @CsvSource({
        "memory --time 0, '0' is no time such as 90s",
        "memory --time 8d, '8d' is no time such as 90s",
        "memory --time 999999h, is longer than 7 days",
        "memory --size 0, '0' is no size such as 512M",
        "memory --size 64, '64' is no size such as 512M",
        "memory --size -1G, '-1G' is no size such as 512M",
        "memory --passes 0, --passes 0 is no number of passes",
        "memory --passes x, 'x' is not an int",
        "memory --with memtest86, 'memtest86' is no program that tests memory here",
        "memory --with memtester --time 5s, 'memtester tests in passes, not for a time'",
        "memory --passes 1 --time 5s, 'memtester tests in passes, not for a time'",
        "memory --with stressapptest --passes 1, 'stressapptest tests for a time, not in passes'",
        "memory /dev/sdb, '/dev/sdb' belongs to 'test disk'",
        "cpu --size 1G, '--size' belongs to 'test memory'",
        "cpu --whole, '--whole' belongs to 'test disk'",
        "disk --passes 1, '--passes' belongs to 'test memory'",
        "disk --whole --time 5s, '--time' belongs to a test without --whole",
        "disk /dev/sdz, there is no block device /dev/sdz",
        "dsk, 'dsk' is nothing that can be tested",
        "'', missing required parameter"
    })
    void refusesWhatMakesNoSense(String words, String complaint) {
        List<String> typed = new ArrayList<>(List.of("test"));
        typed.addAll(words.isEmpty() ? List.of() : List.of(words.split(" ", -1)));

        assertThat(run(typed.toArray(String[]::new))).as(words).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString()).contains(complaint).contains("Next: ");
        assertThat(started).isEmpty();
    }

    @Test
    void understandsSizesAndTimes() {
        assertThat(new SizeConverter().convert("512M")).isEqualTo(Bytes.mib(512));
        assertThat(new SizeConverter().convert("20g")).isEqualTo(Bytes.gib(20));
        assertThat(new SizeConverter().convert("1TiB")).isEqualTo(Bytes.gib(1024));
        assertThat(new TimeConverter().convert("90")).isEqualTo(Duration.ofSeconds(90));
        assertThat(new TimeConverter().convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(new TimeConverter().convert("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(new TimeConverter().convert("8h")).isEqualTo(Duration.ofHours(8));
    }

    private ExitCode run(String... words) {
        Tools tools = new Tools(List.of(programs.toString()));
        Instruments instruments = new Instruments(() -> QUIET, List::of, () -> Bytes.gib(8), () -> available, () -> 2);
        Health health = new Health(
                limit -> Checkup.within(limit, this::answer, tools),
                () -> {
                    throw new AssertionError("repaired");
                },
                () -> new Trials(this::answer, tools, instruments),
                () -> {
                    throw new AssertionError("read its records");
                },
                Databases.NONE,
                machine -> {
                    throw new AssertionError("asked for arrays");
                },
                () -> {
                    throw new AssertionError("replaced");
                });
        return VerbRunner.here(Toolkits.on(disks.machine(), health), operator).run(List.of(words));
    }

    private synchronized Result answer(Command command) {
        started.add(command.toString());
        String line = command.toString();
        if (line.contains("stressapptest")) {
            return Fixture.of("stressapptest/debian-12/passed").result();
        }
        if (line.contains("memtester")) {
            return Fixture.of("memtester/debian-12/passed").result();
        }
        return switch (command.program()) {
            case "stress-ng" -> Fixture.of("stress-ng/debian-12/verified").result();
            case "smartctl" -> Fixture.of("smartctl/debian-12/ata-failing").result();
            default -> read(command);
        };
    }

    // Each piece takes a minute, so that one is enough.
    private static Result read(Command dd) {
        long block = dd.arguments().contains("bs=4096") ? 4096 : 128L << 20;
        return new Result(0, "", block + " bytes copied, 60.0 s, 1 MB/s\n", Duration.ZERO, false);
    }

    private JsonObject result() {
        return JsonParser.parseString(operator.out.toString()).getAsJsonObject().getAsJsonObject("result");
    }

    private void has(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(
                    programs.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
