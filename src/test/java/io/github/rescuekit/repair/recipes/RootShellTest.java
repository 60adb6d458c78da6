package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class RootShellTest {

    private static final String PASSWD = "/etc/passwd";
    private static final String OTHERS = "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n";

    private final RootShell recipe = new RootShell();
    private final TestTree tree =
            BootableTree.of(StartingServer.ROOT).program("/usr/sbin/nologin", "This account is not available");

    @Test
    void givesRootAShellThatIsThere() {
        passwd("/usr/local/bin/zsh");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "root-shell",
                        Severity.CRITICAL,
                        "Every login of root ends at once: there is no /usr/local/bin/zsh",
                        List.of(PASSWD + ":2: the shell of root is /usr/local/bin/zsh"),
                        Optional.of("root-shell")));
        assertThat(steps())
                .containsExactly(new Step.ReplaceFile(
                        PASSWD,
                        FileText.of(OTHERS + "root:x:0:0:The root:/root:/usr/local/bin/zsh\n"),
                        FileText.of(OTHERS + "root:x:0:0:The root:/root:/bin/bash\n")));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void findsAShellThatCannotBeRun() {
        tree.program("/opt/shell", "").mode("/opt/shell", 0_644);
        passwd("/opt/shell");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.title()).endsWith("/opt/shell cannot be run"));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void findsANologinWhenNobodyElseBecomesRoot() {
        passwd("/usr/sbin/nologin");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.title()).endsWith("lets nobody in, and nobody else becomes root"));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void leavesANologinWhereAnAdminBecomesRootUntilItIsAskedFor() {
        tree.file(PASSWD, "root:x:0:0::/root:/usr/sbin/nologin\nalice:x:1000:1000::/home/alice:/bin/bash\n")
                .file("/etc/group", "sudo:x:27:alice\n")
                .file("/etc/shadow", "root:*:20000::::::\nalice:$6$salt$hash:20000::::::\n");

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).hasSize(1);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void refusesWhenThereIsNoShellAtAll() {
        tree.remove("/usr/bin/bash");

        assertThat(diagnose()).hasSize(1);
        assertThatThrownBy(this::steps).hasMessageContaining("no shell that can be run");
    }

    private void passwd(String shell) {
        tree.file(PASSWD, OTHERS + "root:x:0:0:The root:/root:" + shell + "\n");
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps() {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }
}
