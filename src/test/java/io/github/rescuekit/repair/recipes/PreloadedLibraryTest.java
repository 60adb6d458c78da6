package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreloadedLibraryTest {

    private static final String FILE = "/etc/ld.so.preload";
    // It begins like a library too.
    private static final String GOOD = "/usr/bin/bash";

    private final PreloadedLibrary recipe = new PreloadedLibrary();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT);

    @Test
    void findsALibraryThatIsNotThere() {
        tree.file(FILE, "/usr/lib/libgone.so\n");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "preloaded-library",
                        Severity.WARNING,
                        "Every program complains about /usr/lib/libgone.so, which /etc/ld.so.preload names",
                        List.of("/etc/ld.so.preload names /usr/lib/libgone.so", "there is no file /usr/lib/libgone.so"),
                        Optional.of("preloaded-library")));
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps())
                .containsExactly(new Step.ReplaceFile(
                        FILE, FileText.of("/usr/lib/libgone.so\n"), FileText.of("# rescuekit: /usr/lib/libgone.so\n")));
        repaired();
    }

    @Test
    void keepsTheOthersOfItsLineAndEveryOtherLine() {
        tree.file(FILE, "# of the monitoring\n" + GOOD + ":/opt/gone.so " + GOOD + "\n" + GOOD);

        assertThat(repaired())
                .isEqualTo("# of the monitoring\n# rescuekit: " + GOOD + ":/opt/gone.so " + GOOD + "\n" + GOOD + " "
                        + GOOD + "\n" + GOOD);
    }

    @Test
    void findsALinkThatLeadsNowhereAndAFileThatIsNoLibrary() {
        tree.file(FILE, "/opt/link.so /opt/empty.so")
                .link("/opt/link.so", "link.so.2")
                .file("/opt/empty.so", "");

        assertThat(diagnose())
                .extracting(it -> it.evidence().get(1))
                .containsExactly(
                        "/opt/link.so is a link to link.so.2, which is not there",
                        "/opt/empty.so does not begin like a library");
        assertThat(repaired()).isEqualTo("# rescuekit: /opt/link.so /opt/empty.so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", GOOD + "\n", "# /usr/lib/libgone.so\n", "libgone.so", "/usr/$LIB/libgone.so"})
    void findsNothingInWhatIsThereOrCannotBeLookedUp(String text) {
        tree.file(FILE, text);

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
    }

    @Test
    void cannotTellOfALibraryThatIsNotShown() {
        StartingServer server =
                new StartingServer(tree.file(FILE, "/opt/gone.so")).incomplete("/opt is not shown: gone");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly("/opt/gone.so may not be seen: /opt is not shown: gone");
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private String repaired() {
        return TestRepair.repair(recipe, tree, Choice.DEFAULT)
                .text(FILE)
                .orElseThrow()
                .text();
    }
}
