package io.github.rescuekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Door 6 of safety: what a terminal gets has gone through {@code Show}, which every operator's writers do by themselves. */
class ShowDoorTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/rescuekit");
    private static final Pattern STREAM = Pattern.compile("System\\.(out|err)\\b|\\.writer\\(\\)");
    private static final Pattern WRITER = Pattern.compile("new PrintWriter\\(");
    // A progress line escapes its text itself, and adds the return that writes over it; a job's text is shown by
    // whoever attaches.
    private static final Pattern SHOWN = Pattern.compile("ShownText\\(|shown\\(|PrintWriter bare|Told\\(");

    @Test
    void onlyTheOperatorsAndTheEndsOfTheProgramHoldAStream() {
        assertThat(lines(STREAM).map(Line::file).distinct())
                .containsExactlyInAnyOrder("Main.java", "ui/cli/Interruption.java", "ui/console/ConsoleOperator.java");
    }

    @Test
    void whateverPrintsGoesThroughShow() {
        assertThat(lines(WRITER)).isNotEmpty();
        assertThat(lines(WRITER)
                        .filter(it -> it.file().startsWith("ui/")
                                && !SHOWN.matcher(it.text()).find()))
                .isEmpty();
    }

    private record Line(String file, String text) {}

    private static Stream<Line> lines(Pattern word) {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> java =
                    files.filter(it -> it.toString().endsWith(".java")).toList();
            return java.stream()
                    .flatMap(file -> text(file)
                            .lines()
                            .filter(line -> word.matcher(line).find())
                            .map(line -> new Line(SOURCES.relativize(file).toString(), line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
