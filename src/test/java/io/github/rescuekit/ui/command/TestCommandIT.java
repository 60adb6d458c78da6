package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.ui.TerminalScreen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped jar on a real terminal. */
class TestCommandIT {

    private static final String JAVA = System.getProperty("java.home") + "/bin/java";
    private static final String RESCUEKIT = JAVA + " -jar target/rescuekit.jar ";

    @ParameterizedTest
    @CsvSource({
        "test memory --size 67M --time 1h,     testing 67.0 MiB of memory, stressapptest -M 67 -s 3600",
        "test memory --size 68M --passes 9999, testing 68.0 MiB of memory, memtester 34M 9999",
        "test cpu --time 6481s,                computing on,               stress-ng --cpu",
    })
    void endsItsProgramsOnCtrlC(String words, String progress, String program) {
        List<String> before = running(program);
        try (TerminalScreen screen = new TerminalScreen(80, 24, RESCUEKIT + words)) {
            screen.waitFor(progress);
            assertThat(running(program)).hasSizeGreaterThan(before.size());
            assertThat(running(program).stream().filter(it -> !before.contains(it)))
                    .allMatch(process -> words.contains("cpu") || isFirstVictim(process));
            screen.press("C-c");
            screen.waitFor("ended with 130");
            assertThat(running(program)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "version", "disks", "survey"})
    void takesNoStockOfTheMachineWhereNobodyAskedForIt(String verb) {
        assertThat(classesLoadedBy(verb).filter(line -> line.contains(" oshi.")))
                .isEmpty();
    }

    @Test
    void takesStockOfTheMachineForPrograms() {
        assertThat(classesLoadedBy("survey", "--json").filter(line -> line.contains(" oshi.")))
                .isNotEmpty();
    }

    private static Stream<String> classesLoadedBy(String... words) {
        return new SystemRunner(Tools.OF_THIS_SYSTEM)
                .run(Command.of(JAVA, "-Xlog:class+load:stderr", "-jar", "target/rescuekit.jar")
                        .with(words)
                        .acceptingAny())
                .err()
                .lines();
    }

    /** When memory runs out the kernel ends this process before sshd. */
    private static boolean isFirstVictim(String process) {
        try {
            return Files.readString(Path.of("/proc/" + process + "/oom_score_adj"))
                    .strip()
                    .equals("1000");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> running(String program) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(program))
                        .isPresent())
                .filter(process -> process.info()
                        .command()
                        .filter(path -> path.contains("java"))
                        .isEmpty())
                .map(process -> String.valueOf(process.pid()))
                .toList();
    }
}
