package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.parse.BtrfsCheck.Outcome;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BtrfsCheckTest {

    @Test
    void readsACleanFilesystem() {
        assertThat(check("clean").outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(check("clean").problems()).isEmpty();
    }

    @Test
    void listsDamage() {
        assertThat(check("damaged").outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(check("damaged").problems()).contains("ERROR: errors found in fs roots");
    }

    @Test
    void doesNotTakeAMissingDeviceForCleanThoughTheCodeIsZero() {
        assertThat(Fixture.of("btrfs-check/debian-12/missing").exit()).isZero();
        assertThat(check("missing").outcome()).isEqualTo(Outcome.DEVICE_MISSING);
        assertThat(check("missing").problems()).containsExactly("warning, device 2 is missing");
    }

    @Test
    void tellsDamageFromNothingThere() {
        assertThat(check("nothing").outcome()).isEqualTo(Outcome.NOT_OPENED);
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void neverTakesACodeAloneForClean(int code) {
        assertThat(BtrfsCheck.parse(code, "", "").outcome()).isEqualTo(code == 1 ? Outcome.CORRUPT : Outcome.UNKNOWN);
    }

    private static BtrfsCheck check(String name) {
        Fixture fixture = Fixture.of("btrfs-check/debian-12/" + name);
        return BtrfsCheck.parse(fixture.exit(), fixture.stdout(), fixture.stderr());
    }
}
