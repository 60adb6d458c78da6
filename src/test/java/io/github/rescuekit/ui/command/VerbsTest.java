package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What holds for every verb, also for those that are added later. */
class VerbsTest {

    // As a message quotes a command.
    private static final Pattern NAMED = Pattern.compile("['`](?:sudo )?rescuekit ([a-z]+)");

    @TestFactory
    Stream<DynamicTest> helpFitsATerminalOf80Columns() {
        return each(name -> assertThat(usage(name).lines()).allMatch(line -> line.length() <= 80));
    }

    @TestFactory
    Stream<DynamicTest> helpBeginsWithWhatTheVerbDoesAndExamples() {
        return each(name -> {
            assertThat(usage(name).lines().findFirst().orElseThrow()).isNotBlank();
            assertThat(examples(name)).isNotEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> everyExampleInTheHelpParses() {
        return each(name -> examples(name).forEach(example -> parses(name, example)));
    }

    @Test
    void thePageWithAllVerbsFitsATerminalOf80Columns() {
        assertThat(page().lines())
                .allMatch(line -> line.length() <= 80, "80 columns")
                .allMatch(VerbsTest::isAscii, "ASCII");
    }

    @Test
    void thePageNamesEveryVerbOnce() {
        assertThat(Verbs.names())
                .allSatisfy(name -> assertThat(page().lines().filter(line -> line.matches("  " + name + " +[^- ].*")))
                        .hasSize(1));
    }

    @Test
    void thePageTellsTheLevelThatAnOptionAdds() {
        assertThat(page().lines().dropWhile(line -> !line.startsWith("Level edit")))
                .contains("  mount --write So that files can be changed; replays the journals.");
        assertThat(usage("mount")).contains("Level: look (", "With --write: edit (");
    }

    @TestFactory
    Stream<DynamicTest> everyVerbThatATextNamesExists() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main"));
                Stream<Path> scripts = Files.walk(Path.of("scripts"))) {
            return Stream.of(sources, scripts, Stream.of(Path.of("README.md")))
                    .flatMap(it -> it)
                    .filter(Files::isRegularFile)
                    .flatMap(VerbsTest::namedVerbs)
                    .distinct()
                    .toList()
                    .stream()
                    .map(verb ->
                            dynamicTest(verb, () -> assertThat(Verbs.names()).contains(verb)));
        }
    }

    private static Stream<String> namedVerbs(Path file) {
        try {
            return NAMED.matcher(Files.readString(file)).results().map(it -> it.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<DynamicTest> each(Consumer<String> check) {
        return Verbs.names().stream().map(name -> dynamicTest(name, () -> check.accept(name)));
    }

    private static boolean isAscii(String line) {
        return line.chars().allMatch(c -> c < 0x7f);
    }

    private static String page() {
        SilentOperator operator = new SilentOperator();
        VerbRunner.here(SilentOperator.toolkit(false), operator).run(List.of("help"));
        return operator.out.toString();
    }

    private static String usage(String name) {
        return line(name).getUsageMessage(Ansi.OFF);
    }

    private static CommandLine line(String name) {
        Verb verb = Verbs.find(name).orElseThrow().create(SilentOperator.toolkit(true), new SilentOperator());
        return CommandLines.of(name, verb);
    }

    private static List<String> examples(String name) {
        return usage(name)
                .lines()
                .filter(line -> line.matches(" +(sudo )?rescuekit .*"))
                .map(line -> line.replaceFirst(" +(sudo )?rescuekit ", ""))
                .toList();
    }

    // What stands behind a pipe, a redirection or two spaces is for the shell and for the reader.
    private static void parses(String name, String example) {
        List<String> words =
                Arrays.asList(example.split("  | [|<>&)]", 2)[0].strip().split(" +"));
        assertThat(Verbs.names()).as(name + ": " + example).contains(words.get(0));
        line(words.get(0)).parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    }
}
