package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.parse.Memtester.Outcome;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemtesterTest {

    @Test
    void readsAPass() {
        Memtester run = run("passed");

        assertThat(run.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(run.bytes()).isEqualTo(Bytes.mib(4));
        assertThat(run.locked()).isTrue();
        assertThat(run.passes()).isEqualTo(1);
    }

    @Test
    void findsAFlippedBit() {
        Memtester run = run("bit-flip");

        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.failures())
                .hasSize(4)
                .first()
                .isEqualTo("FAILURE: 0xffffffffffffffbb != 0xffffffffffffffbf at offset 0x0000000000100008.");
    }

    @Test
    void countsOnlyTheBytesThatItReallyGot() {
        Memtester run = run("unlocked");

        assertThat(run.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(run.bytes()).isEqualTo(Bytes.kib(64));
    }

    @Test
    void doesNotTakeAWrongCallForFailingMemory() {
        assertThat(run("usage").outcome()).isEqualTo(Outcome.NO_RESULT);
    }

    @Test
    void doesNotTakeOutputThatBreaksOffForAPass() {
        Fixture passed = Fixture.of("memtester/debian-12/passed");
        String half = passed.stdout().substring(0, passed.stdout().length() / 2);

        assertThat(Memtester.parse(0, half, "").outcome()).isEqualTo(Outcome.NO_RESULT);
        assertThat(Memtester.parse(137, half, "").outcome()).isEqualTo(Outcome.NO_RESULT);
        assertThat(Memtester.parse(137, half, "").passes()).isZero();
    }

    @Test
    void namesTheTestsAsTheyBegin() {
        Set<String> begun = Fixture.of("memtester/debian-12/passed")
                .stdout()
                .lines()
                .flatMap(line -> Memtester.testBegun(line).stream())
                .collect(Collectors.toSet());

        assertThat(begun).isEqualTo(Memtester.TESTS);
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void decodesEveryBitOfEveryCode(int code) {
        Outcome expected =
                code == 0 ? Outcome.PASSED : code < 8 && (code & 6) != 0 ? Outcome.FAILED : Outcome.NO_RESULT;

        assertThat(Memtester.parse(code, "Loop 1/1:\nDone.\n", "").outcome()).isEqualTo(expected);
    }

    private static Memtester run(String name) {
        Fixture fixture = Fixture.of("memtester/debian-12/" + name);
        return Memtester.parse(fixture.exit(), fixture.stdout(), fixture.stderr());
    }
}
