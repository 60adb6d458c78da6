package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
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

class CloudInitRootTest {

    private static final String KEYS = "/root/.ssh/authorized_keys";
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhYiBrZXk= admin";
    // As cloud-init 22.4 writes it.
    private static final String CLOSED =
            "no-port-forwarding,no-agent-forwarding,no-X11-forwarding,command=\"echo 'Please login as the user"
                    + " \\\"debian\\\" rather than the user \\\"root\\\".';echo;sleep 10;exit 142\" " + KEY + "\n";

    private final CloudInitRoot recipe = new CloudInitRoot();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT)
            .directory("/etc/cloud/cloud.cfg.d")
            .file(KEYS, "# cloud\n" + CLOSED);

    @Test
    void opensTheKeyWhenNobodyElseBecomesRoot() {
        assertThat(diagnose())
                .containsExactly(new Finding(
                        "cloud-init-root",
                        Severity.CRITICAL,
                        "cloud-init closed the keys of root, and nobody else becomes root",
                        List.of(KEYS + ":2: command=\"echo 'Please login as the user ...\""),
                        Optional.of("cloud-init-root")));
        assertThat(steps())
                .containsExactly(
                        new Step.ReplaceFile(
                                KEYS, FileText.of("# cloud\n" + CLOSED), FileText.of("# cloud\n" + KEY + "\n")),
                        new Step.CreateFile(
                                "/etc/cloud/cloud.cfg.d/99-rescuekit.cfg",
                                FileText.of("disable_root: false\n"),
                                new FileMode(0_644)));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void leavesAHealthyCloudServerUntilItIsAsked() {
        tree.file("/etc/passwd", "root:x:0:0::/root:/bin/bash\ndebian:x:1000:1000::/home/debian:/bin/bash\n")
                .file("/etc/group", "sudo:x:27:debian\n")
                .file("/home/debian/.ssh/authorized_keys", KEY + "\n")
                .owner("/home/debian/.ssh/authorized_keys", 1000, 1000);

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).hasSize(2);
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void leavesCommandsOfOthers() {
        tree.file(KEYS, "command=\"/usr/bin/rrsync /srv\" " + KEY + "\n");

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps() {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }
}
