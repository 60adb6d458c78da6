package io.github.rescuekit.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScriptOperatorTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void takesOnlyAFullYesForAYes() {
        assertThat(person("yes\n").confirm("Apply?", "--yes")).isTrue();
        assertThat(person(" yes \n").confirm("Apply?", "--yes")).isTrue();
        assertThat(person("y\n").confirm("Apply?", "--yes")).isFalse();
        assertThat(person("\n").confirm("Apply?", "--yes")).isFalse();
        assertThat(person("").confirm("Apply?", "--yes")).isFalse();
    }

    @Test
    void showsNoControlCharacterThatSomebodyForgotToEscape() {
        ScriptOperator operator = person("");

        operator.out().print("\u001b[1mName\u001b[0m\tx\u001b[2J\u202e\n");
        operator.out().flush();
        operator.err().println("a\u0007b");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[1mName\u001b[0m\tx\\x1b[2J\\u202e\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a\\x07b\n");
    }

    @Test
    void asksBesideTheAnswer() {
        person("web1\n").ask("Which system?", "SYSTEM");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("Which system? ");
        assertThat(out.size()).isZero();
    }

    @Test
    void namesTheOptionWhenNobodyCanBeAsked() {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> operator("yes\n", false).confirm("Apply?", "--yes"))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PERSON_NEEDED))
                .satisfies(e -> assertThat(e.next()).contains("--yes"));
    }

    @Test
    void stopsAskingWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> operator(new NeverAnswers(), true).confirm("Apply?", "--yes"))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void takesTheProgressLineAwayBeforeTheAnswer() {
        ScriptOperator operator = person("");

        operator.progress("5 %");
        operator.out().print("result");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r5 %\r   \r");
    }

    private ScriptOperator person(String typed) {
        return operator(typed, true);
    }

    private ScriptOperator operator(String typed, boolean present) {
        return operator(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), present);
    }

    private ScriptOperator operator(InputStream typed, boolean present) {
        ScriptOperator.Streams streams = new ScriptOperator.Streams(
                typed, out, err, StandardCharsets.UTF_8, present, false, present, () -> false);
        return new ScriptOperator(streams, () -> 80);
    }

    /** A terminal at which nobody types. */
    private static final class NeverAnswers extends InputStream {

        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            try {
                answer.await();
                return -1;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
