package io.github.rescuekit.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.Toolkits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneShotTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void runsTheVerb() {
        assertThat(run(out, "version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("rescuekit 0.1.0-SNAPSHOT\n");
    }

    @Test
    void takesOptionsBeforeTheVerb() {
        assertThat(run(out, "--json", "version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"version\": \"0.1.0-SNAPSHOT\"");
    }

    @Test
    void knowsTheOptionsThatEveryProgramHas() {
        assertThat(run(out, "--help")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Exit codes:");
    }

    @Test
    void refusesAnOptionAlone() {
        assertThat(run(out, "--frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no verb '--frobnicate'");
    }

    @Test
    void endsQuietlyWhenTheReaderWentAway() {
        assertThat(run(failing("Broken pipe"), "help")).isEqualTo(ExitCode.OUTPUT_CLOSED);
        assertThat(err.size()).isZero();
    }

    @Test
    void tellsThatTheAnswerWasLost() {
        assertThat(run(failing("No space left on device"), "version")).isEqualTo(ExitCode.TOOL_FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the answer could not be written: No space left on device.")
                .contains("the verb itself ended with code 0.");
    }

    private ExitCode run(OutputStream stream, String... words) {
        ScriptOperator.Streams streams = new ScriptOperator.Streams(
                new ByteArrayInputStream(new byte[0]),
                stream,
                err,
                StandardCharsets.UTF_8,
                false,
                false,
                false,
                () -> false);
        Toolkit toolkit = Toolkits.bare(true);
        return new OneShot(toolkit, new ScriptOperator(streams, () -> 80)).run(List.of(words));
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
