package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rescuekit.Fixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class E2fsckProgressTest {

    @Test
    void readsAStep() {
        assertThat(E2fsckProgress.step("1 3 8 /dev/sda1")).contains(new E2fsckProgress.Step(1, 3, 8));
    }

    @Test
    void readsAStepBehindTextWithoutALineEnd() {
        assertThat(E2fsckProgress.step("Block bitmap differences:  +(32768--32856)5 4 12 /dev/sda1"))
                .contains(new E2fsckProgress.Step(5, 4, 12));
    }

    @Test
    void readsAStepOfAFileThatStandsForTheDevice() {
        assertThat(E2fsckProgress.step("1 0 6 /tmp/look/rehearsal")).contains(new E2fsckProgress.Step(1, 0, 6));
        assertThat(E2fsckProgress.without("1 0 6 /tmp/look/rehearsal")).isEmpty();
    }

    @Test
    void takesTextForText() {
        assertThat(E2fsckProgress.step("Pass 1: Checking inodes, blocks, and sizes"))
                .isEmpty();
        assertThat(E2fsckProgress.step("6 1 2 /dev/sda1")).isEmpty();
    }

    @Test
    void growsFromNothingToAll() {
        List<Double> fractions = Fixture.of("e2fsck/debian-12/damaged")
                .stdout()
                .lines()
                .flatMap(line -> E2fsckProgress.step(line).stream())
                .map(E2fsckProgress.Step::fraction)
                .toList();

        assertThat(fractions).isSorted().first().isEqualTo(0.0);
        assertThat(fractions).last().isEqualTo(1.0);
    }

    @Test
    void weighsThePasses() {
        assertThat(new E2fsckProgress.Step(1, 1, 2).fraction()).isCloseTo(0.35, within(0.001));
        assertThat(new E2fsckProgress.Step(2, 0, 0).fraction()).isCloseTo(0.90, within(0.001));
    }
}
