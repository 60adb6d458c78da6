package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void splitsALineAsAShellWould() {
        assertThat(Words.lines("mount  'my system' --at \"/mnt/a b\" c\\ d"))
                .containsExactly(List.of("mount", "my system", "--at", "/mnt/a b", "c d"));
    }

    @Test
    void leavesTheProgramsNameOut() {
        assertThat(Words.lines("rescuekit survey --json")).containsExactly(List.of("survey", "--json"));
    }

    @Test
    void takesAPasteLineByLine() {
        assertThat(Words.lines("mount\n\n  diagnose \nrescuekit\n"))
                .containsExactly(List.of("mount"), List.of("diagnose"));
    }

    @Test
    void takesAnOpenQuoteToTheEndOfTheLine() {
        assertThat(Words.lines("mount 'my system")).containsExactly(List.of("mount", "my system"));
    }

    @Test
    void findsWhatOnlyAShellUnderstands() {
        assertThat(Words.shellWord(List.of("survey", "|", "less"))).contains("|");
        assertThat(Words.shellWord(List.of("survey", ">", "file"))).contains(">");
        assertThat(Words.shellWord(List.of("mount", "a|b"))).isEmpty();
    }

    @Test
    void leavesWordsForTheChildAlone() {
        assertThat(Words.shellWord(List.of("chroot", "--", "sh", "-c", "|"))).isEmpty();
    }
}
