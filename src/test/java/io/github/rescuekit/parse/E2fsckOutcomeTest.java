package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.parse.E2fsckOutcome.Bit;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class E2fsckOutcomeTest {

    private static final Map<Integer, Bit> MANUAL = Map.of(
            1, Bit.CORRECTED,
            2, Bit.REBOOT,
            4, Bit.ERRORS_LEFT,
            8, Bit.OPERATIONAL,
            16, Bit.USAGE,
            32, Bit.CANCELLED,
            64, Bit.RESERVED,
            128, Bit.LIBRARY);

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void decodesEveryBitOfEveryCode(int code) {
        E2fsckOutcome outcome = E2fsckOutcome.parse(code, "", "");

        MANUAL.forEach((value, bit) -> assertThat(outcome.bits().contains(bit)).isEqualTo((code & value) != 0));
        assertThat(outcome.foundNothing()).isEqualTo(code == 0);
        assertThat(outcome.finished()).isEqualTo(code < 8);
        assertThat(outcome.leftErrors()).isEqualTo((code & 4) != 0);
        assertThat(outcome.meanings()).hasSize(Integer.bitCount(code));
    }

    @Test
    void listsWhatWasFound() {
        E2fsckOutcome outcome = outcome("damaged");

        assertThat(outcome.bits()).isEqualTo(Set.of(Bit.ERRORS_LEFT));
        assertThat(outcome.problems())
                .contains("Entry 'f3' in /d (12) has deleted/unused inode 15.  Clear? no")
                .contains("Inode 17 ref count is 7, should be 1.  Fix? no")
                .noneMatch(line -> line.matches("[1-5] \\d+ \\d+ .*"))
                .noneMatch(line -> line.startsWith("Pass "));
    }

    @Test
    void findsNoProblemInACleanRun() {
        E2fsckOutcome outcome = outcome("clean");

        assertThat(outcome.foundNothing()).isTrue();
        assertThat(outcome.problems()).isEmpty();
    }

    @Test
    void seesThatTheJournalWasSkippedThoughTheCodeIsZero() {
        E2fsckOutcome outcome = outcome("dirty");

        assertThat(outcome.foundNothing()).isTrue();
        assertThat(outcome.journalSkipped()).isTrue();
    }

    @Test
    void tellsCorrectedFromLeftOver() {
        E2fsckOutcome outcome = outcome("damaged-preen");

        assertThat(outcome.corrected()).isTrue();
        assertThat(outcome.leftErrors()).isFalse();
    }

    @Test
    void seesThatTheDeviceCouldNotBeRead() {
        String text =
                "Error reading block 131 (Input/output error) while reading inode and block bitmaps.  Ignore error? no\n";

        assertThat(E2fsckOutcome.parse(12, text, "").readErrors()).isTrue();
        assertThat(outcome("damaged").readErrors()).isFalse();
    }

    private static E2fsckOutcome outcome(String name) {
        Fixture fixture = Fixture.of("e2fsck/debian-12/" + name);
        return E2fsckOutcome.parse(fixture.exit(), fixture.stdout(), fixture.stderr());
    }

    @Test
    void tellsErrorsThatStopALookFromALookThatCouldNotBegin() {
        assertThat(E2fsckOutcome.parse(12, "", "").gaveUpOverErrors()).isTrue();
        assertThat(E2fsckOutcome.parse(8, "", "").gaveUpOverErrors()).isFalse();
        assertThat(E2fsckOutcome.parse(140, "", "").gaveUpOverErrors()).isFalse();
        assertThat(E2fsckOutcome.parse(12, "/dev/sda1 is in use.\n", "").gaveUpOverErrors())
                .isFalse();
    }

    @Test
    void leavesOutHowTheToolTalksAboutItself() {
        assertThat(outcome("serious-preen").problems()).containsExactly("/dev/sda1: Root inode is not a directory.");
    }
}
