package io.github.rescuekit.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.exec.Starter.Companion;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Door 4 of safety, with programs that do what programs should not. */
class SystemRunnerIT {

    private static final int KEPT = 64 << 20;

    private final SystemRunner runner = new SystemRunner(Tools.OF_THIS_SYSTEM);

    @Test
    void readsEndlessOutputToItsEndAndKeepsABoundedPart() {
        Result result = runner.run(bash("head -c 300M /dev/zero; head -c 1M /dev/zero >&2"));

        assertThat(result.truncated()).isTrue();
        assertThat(result.out()).hasSize(KEPT);
        assertThat(result.err()).hasSize(1 << 20);
    }

    // As an overlay does when the memory for it is full, or its disk cannot be read.
    @Test
    void keepsACompanionThatComplainsWithoutEnd() {
        Command complains = bash("read line; head -c 1M /dev/zero >&2; echo answer; read line");
        try (Companion companion = runner.start(complains)) {
            assertThat(companion.ask("line")).isEqualTo("answer");
        }
    }

    @Test
    void survivesBytesThatAreNoText() {
        assertThat(runner.run(bash("printf 'a\\377\\376b'")).out()).isEqualTo("a\ufffd\ufffdb");
    }

    @Test
    void endsWhatDoesNotEndWithAllItsDescendants() {
        Command hangs = bash("sleep 4711 & trap '' TERM; wait; sleep 4711").within(Duration.ofSeconds(1));

        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> runner.run(hangs))
                .satisfies(e -> assertThat(e.happened()).contains("was stopped after 1 s"));
        assertThat(runner.run(Command.of("pgrep", "-f", "sleep 4711").accepting(1))
                        .out())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "$(reboot)", "`id`", "a b", "'", "\"", "*", ";", "\\", "a\nb", ""})
    void handsWordsOnAsTheyAre(String word) {
        assertThat(runner.run(Command.of("bash", "-c", "printf %s \"$1\"", "-", word))
                        .out())
                .isEqualTo(word);
    }

    @Test
    void givesASecretToStandardInputAlone() {
        String secret = "correct horse";

        Result result =
                runner.run(bash("cat; tr '\\0' ' ' </proc/$$/cmdline; env").readingSecret(new Secret(secret)));

        assertThat(result.out()).startsWith(secret);
        assertThat(result.out().substring(secret.length()))
                .contains("LC_ALL=C", "TZ=UTC")
                .doesNotContain(secret);
    }

    @Test
    void sendsAStreamThroughAProgramThatReadsAndWritesAtOnce() throws IOException {
        byte[] much = new byte[8 << 20];
        new Random(7).nextBytes(much);

        try (InputStream out = runner.through(Command.of("cat"), new ByteArrayInputStream(much))) {
            assertThat(out.readAllBytes()).isEqualTo(much);
        }
    }

    @Test
    void endsAStreamWithTheWordsOfAProgramThatFails() throws IOException {
        try (InputStream out = runner.through(bash("cat; echo 'it is damaged' >&2; exit 3"), text("half"))) {
            assertThat(out.readNBytes(4)).asString().isEqualTo("half");
            assertThatExceptionOfType(IOException.class).isThrownBy(out::read).withMessage("it is damaged");
        }
    }

    @Test
    void endsAStreamOfAProgramThatHangsOrIsKilled() throws IOException {
        try (InputStream out = runner.through(bash("sleep 4713").within(Duration.ofSeconds(1)), text(""))) {
            assertThatExceptionOfType(ToolFailedException.class)
                    .isThrownBy(out::readAllBytes)
                    .satisfies(e -> assertThat(e.isOutOfTime()).isTrue());
        }
        try (InputStream out = runner.through(bash("kill -KILL $$"), text(""))) {
            assertThatExceptionOfType(ToolFailedException.class).isThrownBy(out::readAllBytes);
        }
    }

    @Test
    void tellsThatTheSourceOfAStreamCouldNotBeRead() throws IOException {
        InputStream broken = new FilterInputStream(text("")) {
            @Override
            public int read(byte[] bytes, int from, int count) {
                throw RescueException.refused("test", "the disk is dying", "copy it");
            }
        };

        try (InputStream out = runner.through(Command.of("cat"), broken)) {
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(out::readAllBytes)
                    .satisfies(e -> assertThat(e.happened()).isEqualTo("the disk is dying"));
        }
    }

    @Test
    void endsTheProgramWithItsStream() throws IOException {
        runner.through(bash("exec sleep 4714"), text("")).close();

        assertThat(runner.run(Command.of("pgrep", "-f", "sleep 4714").accepting(1))
                        .out())
                .isEmpty();
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Command bash(String script) {
        return Command.of("bash", "-c", script);
    }
}
