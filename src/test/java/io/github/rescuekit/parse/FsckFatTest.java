package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.parse.FsckFat.Outcome;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FsckFatTest {

    @Test
    void tellsFoundFromCorrectedThoughBothEndWithOne() {
        assertThat(Fixture.of("fsck.fat/debian-12/damaged").exit())
                .isEqualTo(Fixture.of("fsck.fat/debian-12/damaged-repair").exit())
                .isEqualTo(1);
        assertThat(fat("damaged").outcome()).isEqualTo(Outcome.FOUND_ERRORS);
        assertThat(fat("damaged-repair").outcome()).isEqualTo(Outcome.CORRECTED);
        assertThat(fat("damaged-repaired").outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void listsWhatWasFound() {
        assertThat(fat("damaged").problems()).containsExactly("FATs differ - using second FAT.");
        assertThat(fat("clean").problems()).isEmpty();
    }

    @Test
    void readsTheDirtyBit() {
        assertThat(fat("dirty").outcome()).isEqualTo(Outcome.FOUND_ERRORS);
        assertThat(fat("dirty-repair").outcome()).isEqualTo(Outcome.CORRECTED);
    }

    @Test
    void doesNotTakeSomethingElseForADamagedFat() {
        assertThat(fat("nothing").outcome()).isEqualTo(Outcome.NO_FAT);
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void neverTakesACodeAloneForClean(int code) {
        assertThat(FsckFat.parse(code, "", "").outcome())
                .isEqualTo(
                        switch (code) {
                            case 1 -> Outcome.NO_FAT;
                            case 2 -> Outcome.NOT_RUN;
                            default -> Outcome.UNKNOWN;
                        });
    }

    private static FsckFat fat(String name) {
        Fixture fixture = Fixture.of("fsck.fat/debian-12/" + name);
        return FsckFat.parse(fixture.exit(), fixture.stdout(), fixture.stderr());
    }
}
