package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JournalRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoTest {

    /** Ends the run as a kill does: nothing of ours catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @TempDir
    Path root;

    private TargetTree tree;
    private Map<String, String> before = Map.of();

    @BeforeEach
    void layTree() {
        tree = EveryStep.lay(new TargetTree(root));
        before = tree.picture();
    }

    @Test
    void bringsBackIdenticalBytesModeAndTime() {
        JournalRun run = apply();

        new Undo(tree.writer()).undo(run);

        assertThat(tree.picture()).isEqualTo(before);
        assertThat(PastRun.of(run).state()).isEqualTo(PastRun.State.UNDONE);
    }

    @Test
    void doesNothingTheSecondTime() {
        JournalRun run = apply();
        new Undo(tree.writer()).undo(run);

        assertThat(new Undo(tree.writer()).undo(run)).isEmpty();
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void refusesWhenAFileWasChangedSinceAndTouchesNoOther() {
        JournalRun run = apply();
        tree.file("/etc/conf.d/local", "somebody's later work\n", 0640);
        Map<String, String> now = tree.picture();

        assertThatThrownBy(() -> new Undo(tree.writer()).undo(run)).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("changed-since");
            assertThat(e.happened()).contains("/etc/conf.d/local was changed since");
        });
        assertThat(tree.picture()).isEqualTo(now);
        assertThat(new Undo(tree.writer()).conflicts(run))
                .containsExactly(new Undo.Conflict(
                        "/etc/conf.d/local",
                        "was changed since",
                        Optional.of("made\n"),
                        Optional.of("somebody's later work\n")));
    }

    @Test
    void refusesWhenTheModeWasChangedSince() throws IOException {
        JournalRun run = apply();
        Files.setAttribute(tree.at("/etc/conf"), "unix:mode", 0600);

        assertThatThrownBy(() -> new Undo(tree.writer()).undo(run)).isInstanceOf(RescueException.class);
    }

    @Test
    void bringsEverythingBackAfterAKillAtAnyMoment() throws IOException {
        int moment = 0;
        boolean cameToItsEnd = false;
        while (!cameToItsEnd) {
            moment++;
            cameToItsEnd = applyKilledAt(moment);
            for (JournalRun run : tree.journal().runs()) {
                if (PastRun.of(run).canBeUndone()) {
                    new Undo(tree.writer()).undo(run);
                }
            }
            assertThat(tree.picture()).as("killed at moment " + moment).isEqualTo(before);
        }
        assertThat(moment).isGreaterThan(50);
    }

    @Test
    void goesOnAfterAKillInTheMiddleOfAnUndo() {
        JournalRun run = apply();
        int moment = 0;
        boolean cameToItsEnd = false;
        while (!cameToItsEnd) {
            moment++;
            cameToItsEnd = undoKilledAt(moment, run);
        }

        assertThat(tree.picture()).isEqualTo(before);
        assertThat(moment).isGreaterThan(10);
    }

    @Test
    void explainsARunThatWasCutOff() {
        applyKilledAt(40);

        PastRun past = PastRun.of(tree.journal().run("1"));

        assertThat(past.state()).isEqualTo(PastRun.State.INTERRUPTED);
        assertThat(past.explanation()).startsWith("cut off ").contains(" of " + EveryStep.STEPS.size() + ",");
    }

    @Test
    void tellsOfADamagedJournalWhereTheCopiesAre() throws IOException {
        JournalRun run = apply();
        Files.writeString(run.directory().resolve("plan.json"), "{}");

        PastRun past = PastRun.of(run);

        assertThat(past.state()).isEqualTo(PastRun.State.DAMAGED);
        assertThat(past.explanation()).contains(run.directory().toString());
    }

    private JournalRun apply() {
        RepairRun.Applied applied = new RepairRun(tree.journal(), tree.writer(), () -> {}, RepairRun.Listener.SILENT)
                .apply(EveryStep.plan(), Optional::empty);
        return tree.journal().run(applied.run().toString());
    }

    private boolean applyKilledAt(int moment) {
        try {
            new RepairRun(tree.journal(), killedAt(moment), () -> {}, RepairRun.Listener.SILENT)
                    .apply(EveryStep.plan(), Optional::empty);
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    private boolean undoKilledAt(int moment, JournalRun run) {
        try {
            new Undo(killedAt(moment)).undo(run);
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    private SystemWriter killedAt(int moment) {
        int[] asked = {0};
        return tree.writer(tool -> {
            asked[0]++;
            if (asked[0] == moment) {
                throw new Killed();
            }
            return true;
        });
    }
}
