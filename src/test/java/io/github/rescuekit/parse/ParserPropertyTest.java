package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No input makes a parser throw anything but its own exception, hang, or run out of memory. */
class ParserPropertyTest {

    // -Drescuekit.property.count=1000000 before a release; -Drescuekit.property.seed=N to repeat a failure.
    private static final int COUNT = Integer.getInteger("rescuekit.property.count", 20_000);
    // Far beyond what any machine needs, so that only a parser that never ends is stopped.
    private static final int A_HANG = 120;
    private static final long SEED = Long.getLong("rescuekit.property.seed", 1);

    @TestFactory
    Stream<DynamicTest> noInputBreaksAParser() {
        return Parsers.ALL.stream().map(parser -> dynamicTest(parser.tool(), () -> torment(parser)));
    }

    @TestFactory
    Stream<DynamicTest> noHugeInputBreaksAParser() {
        return Parsers.ALL.stream()
                .flatMap(parser -> Stream.of(
                                "[", "{\"a\":", "(", "a ", "\\x41", "/dev/sda1 ", "\n", "a b c\n", "\"", "md0 : ")
                        .map(word -> dynamicTest(
                                parser.tool() + " of much " + word.strip(),
                                () -> assertTimeoutPreemptively(
                                        Duration.ofSeconds(A_HANG),
                                        () -> survives(parser, word.repeat(2_000_000 / word.length()))))));
    }

    @Test
    void everyParserIsInTheTable() {
        Set<String> parsers = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(Lsblk.class.getPackageName())
                        .stream()
                        .filter(ParserPropertyTest::parsesText)
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        // Some read more than a text, or under another name: they are there as well.
        assertThat(Parsers.ALL)
                .as(
                        "the table Parsers.ALL: add a line for a new parser, and record fixtures with scripts/record-fixture")
                .extracting(it -> it.parser().getName())
                .containsAll(parsers);
        assertThat(Parsers.ALL).extracting(Parsers::tool).doesNotHaveDuplicates();
    }

    @Test
    void everyParserHasRecordedInput() {
        assertThat(Parsers.ALL.stream().filter(it -> seeds(it).isEmpty())).isEmpty();
    }

    private static boolean parsesText(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.tryGetMethod("parse", String.class)
                        .map(JavaMethod::getModifiers)
                        .filter(it -> it.contains(JavaModifier.PUBLIC) && it.contains(JavaModifier.STATIC))
                        .isPresent();
    }

    private static void torment(Parsers parser) {
        Mutations mutations = new Mutations(SEED, seeds(parser));
        assertTimeoutPreemptively(Duration.ofSeconds(A_HANG + COUNT / 100L), () -> {
            for (int n = 0; n < COUNT; n++) {
                survives(parser, mutations.next());
            }
        });
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever a parser throws is what this test is about.
    private static void survives(Parsers parser, String text) {
        try {
            assertThat(parser.parse().apply(text)).isNotNull();
        } catch (RescueException e) {
            assertThat(e.happened()).isNotBlank();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    parser + " threw " + e + " on: " + text.substring(0, Math.min(text.length(), 2000)), e);
        }
    }

    static List<String> seeds(Parsers parser) {
        return parser.parser() == DeviceName.class
                ? List.of(
                        "/dev/sda1",
                        "/dev/nvme0n1p2",
                        "/dev/md/0p1",
                        "/dev/ad4s1a",
                        "/dev/cciss/c0d0p1",
                        "/dev/mapper/a-part1")
                : Fixtures.of(parser.tool()).stream().map(Fixtures.Case::output).toList();
    }
}
