package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelinuxRelabelTest {

    private static final String CONFIGURATION = "/etc/selinux/config";
    // In the form of EL's selinux-policy.
    private static final String ENFORCING = """
            # This file controls the state of SELinux on the system.
            # SELINUX= can take one of these three values:
            #     enforcing - SELinux security policy is enforced.
            SELINUX=enforcing
            # SELINUXTYPE= can take one of these three values:
            SELINUXTYPE=targeted
            """;
    private static final Step MARK = new Step.CreateFile("/.autorelabel", FileText.of(""), new FileMode(0_644));
    private static final Step PERMISSIVE = new Step.ReplaceFile(
            CONFIGURATION,
            FileText.of(ENFORCING),
            FileText.of(ENFORCING.replace("SELINUX=enforcing", "SELINUX=permissive")));

    private final SelinuxRelabel recipe = new SelinuxRelabel();
    private final TestTree tree = TestTree.of("almalinux-9")
            .file(CONFIGURATION, ENFORCING)
            .file("/etc/selinux/targeted/policy/policy.33", "");

    @Test
    void relabelsWhenItIsAsked() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps("relabel")).containsExactly(MARK);
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void makesItPermissiveToo() {
        assertThat(steps("permissive")).containsExactly(PERMISSIVE, MARK);
        assertThat(recipe.plan(TestRepair.system(tree), TestRepair.remedy("permissive"))
                        .afterBoot())
                .singleElement()
                .satisfies(it -> assertThat(it).contains("set SELINUX=enforcing"));
        TestRepair.repair(recipe, tree, TestRepair.remedy("permissive"));
    }

    @Test
    void findsAPolicyThatIsMissingAndDoesNotRelabelWithoutOne() {
        tree.remove("/etc/selinux/targeted/policy/policy.33");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "selinux-relabel",
                        Severity.CRITICAL,
                        "SELinux enforces a policy that is not there, and systemd stops at its start",
                        List.of(
                                "/etc/selinux/config: SELINUX=enforcing",
                                "/etc/selinux/targeted/policy/policy.*: there is no such file"),
                        Optional.of("selinux-relabel")));
        assertThat(steps("relabel")).containsExactly(PERMISSIVE);
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void leavesAMarkThatIsThere() {
        tree.file("/.autorelabel", "-F\n");

        assertThat(steps("relabel")).isEmpty();
        assertThat(steps("permissive")).containsExactly(PERMISSIVE);
    }

    @Test
    void findsNothingWhereAMissingPolicyIsNotEnforced() {
        tree.remove("/etc/selinux/targeted").file(CONFIGURATION, "SELINUX=permissive\n");

        assertThat(diagnose()).isEmpty();
        assertThat(steps("relabel")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELINUX=disabled\n", "# SELINUX=enforcing\n"})
    void refusesWhereLabelsMeanNothing(String configuration) {
        tree.file(CONFIGURATION, configuration);

        assertThat(diagnose()).isEmpty();
        assertThatThrownBy(() -> steps("relabel"))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("no-selinux"));
    }

    @Test
    void refusesOnDebianWithoutSelinux() {
        assertThatThrownBy(() -> recipe.plan(TestRepair.system(TestTree.of("debian-12")), Choice.DEFAULT))
                .isInstanceOf(RescueException.class);
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps(String remedy) {
        return recipe.plan(TestRepair.system(tree), TestRepair.remedy(remedy)).steps();
    }
}
