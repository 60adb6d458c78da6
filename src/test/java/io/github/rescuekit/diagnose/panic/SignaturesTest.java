package io.github.rescuekit.diagnose.panic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.repair.recipes.Surroundings;
import io.github.rescuekit.ui.command.Verbs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignaturesTest {

    private static final Path FILES = Path.of("src/main/resources/io/github/rescuekit/diagnose/panic/signatures");
    private static final Signatures SIGNATURES = Signatures.read();

    @TestFactory
    Stream<DynamicTest> eachSampleShowsItsOwnSignatureAndNoneOfHigherRank() {
        return SIGNATURES.ranked().stream()
                .map(it -> dynamicTest(
                        it.id(), () -> assertThat(SIGNATURES.of(it.sample())).contains(it)));
    }

    @TestFactory
    Stream<DynamicTest> whatASampleSaysIsNotBelievedFromAnotherProgram() {
        return SIGNATURES.ranked().stream()
                .map(it -> dynamicTest(
                        it.id(),
                        () -> assertThat(SIGNATURES.of(
                                        new LogLine("", "php-fpm", it.sample().message())))
                                .isEmpty()));
    }

    @Test
    void thereAreManyAndEachFileHasItsRank() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(it -> it.getFileName().toString()).filter(it -> !it.equals("RANK")))
                    .containsExactlyInAnyOrderElementsOf(
                            SIGNATURES.ranked().stream().map(Signature::id).toList())
                    .hasSizeGreaterThanOrEqualTo(60);
        }
    }

    @Test
    void whatTheyAdviseToTypeExists() {
        List<String> recipes =
                Recipes.every(Surroundings.of(() -> Bytes.gib(4)), List.of()).ids();
        List<String> advice = SIGNATURES.ranked().stream()
                .flatMap(it -> it.next().stream())
                .filter(it -> it.startsWith("rescuekit "))
                .toList();

        assertThat(advice).isNotEmpty().allSatisfy(it -> {
            String[] words = it.split(" ", -1);
            assertThat(Verbs.names()).contains(words[1]);
            if (words[1].equals("repair")) {
                assertThat(recipes).contains(words[2]);
            }
        });
    }

    @Test
    void findsNothingInTheBootOfAHealthyServer() throws IOException {
        String log = Files.readString(Path.of("src/test/resources/panic/debian-12-kernel.log"));

        assertThat(TextLog.ofTheKernel("console", log).lines())
                .hasSizeGreaterThan(300)
                .allSatisfy(line -> assertThat(SIGNATURES.of(line)).isEmpty());
    }

    @Test
    void aWordAfterAnotherIsNotFoundBeforeIt() {
        assertThat(WordPattern.of("EDAC *: * UE ").isIn("EDAC MC0: 1 UE memory"))
                .isTrue();
        assertThat(WordPattern.of("EDAC *: * UE ").isIn("1 UE memory EDAC MC0: "))
                .isFalse();
    }
}
