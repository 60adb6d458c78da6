package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootTargetTest {

    private static final String LOCAL = "/etc/systemd/system/default.target";
    private static final String UNITS = "/usr/lib/systemd/system/";
    private static final Step LINK = new Step.CreateLink(LOCAL, UNITS + "multi-user.target");

    private final BootTarget recipe = new BootTarget();
    private final TestTree tree = TestTree.of("debian-12")
            .file(UNITS + "multi-user.target", "[Unit]\n")
            .file(UNITS + "graphical.target", "[Unit]\n")
            .file(UNITS + "rescue.target", "[Unit]\n")
            .link(UNITS + "default.target", "graphical.target");

    @Test
    void findsAMaskedTarget() {
        tree.link(LOCAL, "/dev/null");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "boot-target",
                        Severity.CRITICAL,
                        "The boot does not get to the services: default.target is masked",
                        List.of(
                                LOCAL + " is a link to /dev/null",
                                "systemd then starts rescue.target, without network and SSH"),
                        Optional.of("boot-target")));
        assertThat(steps()).containsExactly(new Step.RemoveFile(LOCAL));
        repair();
    }

    @Test
    void startsTheServicesWhereTheDistributionHasNoTarget() {
        tree.link(LOCAL, "/dev/null").remove(UNITS + "default.target");

        assertThat(steps()).containsExactly(new Step.RemoveFile(LOCAL), LINK);
        repair();
    }

    @Test
    void putsAnEmptyFileAside() {
        tree.file(LOCAL, "");

        assertThat(steps()).containsExactly(new Step.RenameFile(LOCAL, LOCAL + ".before-rescuekit"));
        repair();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/lib/systemd/system/gone.target", "rescue.target", "/usr/lib/systemd/system/rescue.target"})
    void findsATargetThatIsNotThereOrEndsTheBoot(String target) {
        tree.link(LOCAL, target);

        assertThat(diagnose()).hasSize(1);
        assertThat(steps()).containsExactly(new Step.RemoveFile(LOCAL));
        repair();
    }

    @Test
    void findsThatThereIsNone() {
        tree.remove(UNITS + "default.target");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.title()).endsWith("there is no default.target"));
        assertThat(steps()).containsExactly(LINK);
        repair();
    }

    @Test
    void offersNothingWhereThereIsNoTargetForAServer() {
        tree.link(LOCAL, "/dev/null").remove(UNITS + "multi-user.target");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.recipe()).isEmpty());
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    // The path of such a link leads nowhere on a system with another layout; its name is what counts.
    @ParameterizedTest
    @ValueSource(strings = {"/lib/systemd/system/multi-user.target", "/elsewhere/graphical.target"})
    void findsNothingInALinkToATargetThatIsThere(String target) {
        assertThat(recipe.diagnose(TestRepair.system(tree.link(LOCAL, target)))).isEmpty();
    }

    @Test
    void findsNothingInATargetOfTheAdmins() {
        tree.file(LOCAL, "[Unit]\nRequires=multi-user.target\n");

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingWhereAnotherInitStarts() {
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of("centos-6")))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of("alpine-3.19"))))
                .isEmpty();
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
