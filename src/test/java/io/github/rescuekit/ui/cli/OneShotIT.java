package io.github.rescuekit.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.ui.TerminalScreen;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The shipped jar as a shell calls it. */
class OneShotIT {

    private static final String RESCUEKIT = System.getProperty("java.home") + "/bin/java -jar target/rescuekit.jar";

    @Test
    void endsQuietlyWhenTheReaderOfItsOutputGoesAway() {
        // The reader is gone for sure before anything is written.
        Result result = bash("{ sleep 1; " + RESCUEKIT + " help; echo \"code $?\" >&2; } | true");

        assertThat(result.err()).isEqualTo("code 141\n");
    }

    @Test
    void saysThatAnAnswerWasLost() {
        Result full = bash(RESCUEKIT + " version > /dev/full");
        Result closed = bash(RESCUEKIT + " version >&-");

        assertThat(full.exitCode()).isEqualTo(5);
        assertThat(full.err()).contains("No space left on device").contains("Next: ");
        assertThat(closed.exitCode()).isEqualTo(5);
        assertThat(closed.err()).contains("Bad file descriptor");
    }

    @Test
    void opensNoConsoleWithoutATerminal() {
        Result result = bash(RESCUEKIT + " < /dev/null");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("needs a terminal").contains("Next: name a verb");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void answersAWrongVerbWithADocumentWhenAskedForOne() {
        Result result = bash(RESCUEKIT + " frobnicate --json");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEmpty();
        assertThat(JsonParser.parseString(result.out()).getAsJsonObject().has("error"))
                .isTrue();
    }

    @Test
    void printsPlainTextIntoAPipeAndColourOnlyOnATerminal() {
        assertThat(bash("TERM=xterm " + RESCUEKIT + " help").out()).doesNotContain("\u001b");
        assertThat(bash("TERM=xterm " + RESCUEKIT + " help --color").out()).contains("\u001b[1mExit codes:");
        try (TerminalScreen screen =
                new TerminalScreen(80, 60, "TERM=xterm " + RESCUEKIT + " help; NO_COLOR=1 " + RESCUEKIT + " version")) {
            screen.waitFor("ended with 0");
            assertThat(screen.shownWithColour()).contains("\u001b[1mExit codes:");
        }
    }

    @Test
    void loadsAsACompletionOfBash() {
        Result result = bash("source <(" + RESCUEKIT + " completion) && complete -p rescuekit");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("complete ");
    }

    private static Result bash(String script) {
        Integer[] anyCode = IntStream.range(0, 256).boxed().toArray(Integer[]::new);
        return new SystemRunner(Tools.OF_THIS_SYSTEM)
                .run(Command.of("bash", "-c", script).accepting(anyCode));
    }
}
