package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImmutableFilesTest {

    private final TestTree tree =
            BootableTree.of(StartingServer.ROOT).file("/etc/resolv.conf", "nameserver 192.0.2.53\n");
    private final Map<String, String> flags = new TreeMap<>();
    private final ImmutableFiles recipe = new ImmutableFiles((files, paths) -> {
        Map<String, String> found = new TreeMap<>(flags);
        found.keySet().retainAll(paths);
        return Optional.of(found);
    });

    @Test
    void namesEachFileAndClearsItsFlags() {
        flags.putAll(Map.of("/etc/shadow", "i", "/root/.ssh/authorized_keys", "a", "/etc/ssh", "ia"));

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "immutable-files",
                        Severity.WARNING,
                        "Not even root can change 3 files of accounts, SSH or fstab: new passwords, keys and updates fail there",
                        List.of(
                                "/etc/shadow: immutable (chattr +i)",
                                "/etc/ssh: immutable and append-only (chattr +ia)",
                                "/root/.ssh/authorized_keys: append-only (chattr +a)"),
                        Optional.of("immutable-files")));
        assertThat(steps(Choice.DEFAULT))
                .containsExactly(
                        new Step.ClearFlags("/etc/shadow", "i"),
                        new Step.ClearFlags("/etc/ssh", "ia"),
                        new Step.ClearFlags("/root/.ssh/authorized_keys", "a"));
        apply(Choice.DEFAULT);
        assertThat(diagnose()).isEmpty();
        assertThat(steps(Choice.DEFAULT)).isEmpty();
    }

    @Test
    void onlyTellsOfNameServersThatSomebodyKeepsFromDhcp() {
        flags.put("/etc/resolv.conf", "i");

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.NOTE);
            assertThat(it.recipe()).isEmpty();
            assertThat(it.evidence())
                    .containsExactly(
                            "/etc/resolv.conf: immutable (chattr +i)",
                            "when nobody wanted that: rescuekit repair immutable-files --remedy all");
        });
        assertThat(steps(Choice.DEFAULT)).isEmpty();
        apply(TestRepair.remedy("all"));
        assertThat(diagnose()).isEmpty();
    }

    @Test
    void leavesTheNameServersWhenOthersAreCleared() {
        flags.putAll(Map.of("/etc/passwd", "i", "/etc/resolv.conf", "i"));

        apply(Choice.DEFAULT);

        assertThat(flags).containsOnlyKeys("/etc/resolv.conf");
        assertThat(diagnose()).extracting(Finding::severity).containsExactly(Severity.NOTE);
    }

    @Test
    void knowsTheFileThatALinkLeadsTo() {
        tree.file("/etc/resolvconf/run/resolv.conf", "nameserver 192.0.2.53\n")
                .link("/etc/resolv.conf", "resolvconf/run/resolv.conf");
        flags.put("/etc/resolvconf/run/resolv.conf", "i");

        assertThat(diagnose()).extracting(Finding::severity).containsExactly(Severity.NOTE);
        assertThat(steps(TestRepair.remedy("all")))
                .containsExactly(new Step.ClearFlags("/etc/resolvconf/run/resolv.conf", "i"));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree))).isEmpty();
        assertThat(steps(TestRepair.remedy("all"))).isEmpty();
    }

    // An append-only history or log is what its admin wants.
    @Test
    void findsNothingInFilesThatLockNobodyOut() {
        tree.file("/root/.bash_history", "ls\n").file("/var/log/auth.log", "");
        flags.putAll(Map.of("/root/.bash_history", "a", "/var/log/auth.log", "a"));

        assertThat(diagnose()).isEmpty();
        assertThat(steps(TestRepair.remedy("all"))).isEmpty();
    }

    @Test
    void saysThatItCannotTellWithoutLsattr() {
        ImmutableFiles blind = new ImmutableFiles((files, paths) -> Optional.empty());

        assertThat(blind.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(blind.unknowns(TestRepair.system(tree)))
                .containsExactly("whether files are immutable: lsattr is not here (package e2fsprogs)");
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps(Choice choice) {
        InstalledSystem system = TestRepair.system(tree);
        return recipe.plan(system, choice).steps();
    }

    private void apply(Choice choice) {
        steps(choice).forEach(it -> assertThat(flags.remove(it.path())).isNotNull());
    }
}
