package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import org.junit.jupiter.api.Test;

class StaleNologinTest {

    private static final String FILE = "/etc/nologin";

    private final StaleNologin recipe = new StaleNologin();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT);

    @Test
    void removesTheFileAndTellsWhatItSays() {
        tree.file(FILE, "\nMaintenance until Monday\n");

        assertThat(recipe.diagnose(TestRepair.system(tree))).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.WARNING);
            assertThat(it.title()).isEqualTo("Nobody but root can log in: /etc/nologin is there");
            assertThat(it.evidence()).hasSize(2).contains(FILE + " says: Maintenance until Monday");
        });
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps())
                .containsExactly(new Step.RemoveFile(FILE));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        tree.file("/etc/nologin.txt", "what nologin(8) says\n").file("/run/nologin", "gone at boot\n");

        assertThat(recipe.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps()).isEmpty();
    }
}
