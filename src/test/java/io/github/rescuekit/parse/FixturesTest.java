package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FixturesTest {

    // scripts/record-fixture sets it: the parser then writes what it makes of a new recording, for a person to read.
    private static final boolean WRITE = Boolean.getBoolean("rescuekit.fixtures.write");

    @TestFactory
    Stream<DynamicTest> readsEachRecordedOutputAsExpected() {
        return Parsers.ALL.stream()
                .flatMap(parser -> Fixtures.of(parser.tool()).stream()
                        .map(fixture -> dynamicTest(fixture.toString(), () -> check(parser, fixture))));
    }

    private static void check(Parsers parser, Fixtures.Case fixture) throws IOException {
        assertThat(fixture.has("ORIGIN")).as("tells where it came from").isTrue();
        String parsed = parser.parsed(fixture.output());
        if (WRITE && !fixture.has("expected")) {
            Files.writeString(fixture.directory().resolve("expected"), parsed);
        }
        assertThat(parsed).isEqualTo(fixture.read("expected"));
    }
}
