package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> VERBS = List.of("survey", "disks", "mount", "mounts", "umount", "undo");

    @Test
    void findsAWordWithALetterWrongMissingOrSwapped() {
        assertThat(Spelling.nearest("survay", VERBS)).contains("survey");
        assertThat(Spelling.nearest("disk", VERBS)).contains("disks");
        assertThat(Spelling.nearest("unmount", VERBS)).contains("umount");
        assertThat(Spelling.nearest("mouts", VERBS)).contains("mounts");
        assertThat(Spelling.nearest("nudo", VERBS)).contains("undo");
    }

    @Test
    void findsAWordByItsBeginning() {
        assertThat(Spelling.nearest("surv", VERBS)).contains("survey");
    }

    @Test
    void guessesNothingForAStranger() {
        assertThat(Spelling.nearest("ls", VERBS)).isEmpty();
        assertThat(Spelling.nearest("systemctl", VERBS)).isEmpty();
    }
}
