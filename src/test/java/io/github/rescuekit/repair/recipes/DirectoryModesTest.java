package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryModesTest {

    private final DirectoryModes recipe = new DirectoryModes();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT);

    @Test
    void opensTheRootThatOnlyRootGetsInto() {
        tree.mode("/", 0700);

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "directory-modes",
                        Severity.CRITICAL,
                        "/ has the mode 0700: only root gets into it, and most services are not root",
                        List.of("/: mode 0700, usual is 0755"),
                        Optional.of("directory-modes")));
        assertThat(steps()).containsExactly(new Step.SetMode("/", new FileMode(0700), new FileMode(0755)));
        repair();
    }

    @Test
    void closesAWayInWhichEverybodyMayWrite() {
        tree.mode("/", 0777).mode("/etc", 0777);

        assertThat(diagnose()).extracting(Finding::severity).containsOnly(Severity.WARNING);
        assertThat(steps())
                .containsExactly(
                        new Step.SetMode("/", new FileMode(0777), new FileMode(0755)),
                        new Step.SetMode("/etc", new FileMode(0777), new FileMode(0755)));
        repair();
    }

    @ParameterizedTest
    @CsvSource({"0755, programs that are not root cannot", "0777, everybody may take away"})
    void letsEverybodyMakeFilesInTmp(String mode, String consequence) {
        int bits = Integer.parseInt(mode, 8);
        tree.mode("/tmp", bits);

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.title()).contains(consequence));
        assertThat(steps()).containsExactly(new Step.SetMode("/tmp", new FileMode(bits), new FileMode(01777)));
        repair();
    }

    @Test
    void changesADirectoryOfTwoNamesOnce() {
        tree.mode("/usr/bin", 0750);

        assertThat(steps()).containsExactly(new Step.SetMode("/usr/bin", new FileMode(0750), new FileMode(0755)));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    // EL gives / and /usr/bin 0555, and hardening takes away reading.
    @Test
    void findsNothingInModesThatOtherDistributionsUse() {
        tree.mode("/", 0555).mode("/usr/bin", 0555).mode("/etc", 0711).mode("/var", 0775);

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingInADirectoryThatAMountHides() {
        tree.mode("/tmp", 0755).file("/etc/fstab", "tmpfs /tmp tmpfs mode=1777 0 0\n");

        assertThat(diagnose()).isEmpty();
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps() {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }

    private void repair() {
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }
}
