package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {

    @Test
    void breaksBetweenWords() {
        assertThat(Wrap.lines("Next: unmount it first, then try again.", 20))
                .isEqualTo("Next: unmount it\nfirst, then try\nagain.");
    }

    @Test
    void leavesAShortSentenceAlone() {
        assertThat(Wrap.lines("Next: exit.", 11)).isEqualTo("Next: exit.");
    }

    @Test
    void givesALongWordALineOfItsOwn() {
        assertThat(Wrap.lines("see /a/very/long/path now", 8)).isEqualTo("see\n/a/very/long/path\nnow");
    }
}
