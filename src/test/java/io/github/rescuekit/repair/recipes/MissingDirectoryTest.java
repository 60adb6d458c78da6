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
import org.junit.jupiter.params.provider.ValueSource;

class MissingDirectoryTest {

    private final MissingDirectory recipe = new MissingDirectory();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT);

    @Test
    void findsWhatTheBootMountsSomethingOn() {
        tree.remove("/proc");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "missing-directory",
                        Severity.CRITICAL,
                        "/proc is missing: the boot mounts proc on it",
                        List.of("there is no /proc"),
                        Optional.of("missing-directory")));
    }

    @ParameterizedTest
    @CsvSource({
        "/proc, 0555",
        "/sys, 0555",
        "/dev, 0755",
        "/run, 0755",
        "/root, 0700",
        "/tmp, 1777",
        "/var/tmp, 1777",
        "/var/log, 0755"
    })
    void makesItWithItsUsualMode(String path, String mode) {
        tree.remove(path);

        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps())
                .containsExactly(new Step.MakeDirectory(path, new FileMode(Integer.parseInt(mode, 8))));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "almalinux-8", "almalinux-9", "ubuntu-22.04", "opensuse-15", "alpine-3.19"})
    void findsNothingOnAnyDistribution(String distribution) {
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of(distribution))))
                .isEmpty();
    }

    @Test
    void findsNothingInALinkToWhatIsMountedLater() {
        tree.remove("/var/log").link("/var/log", "/data/log");

        assertThat(diagnose()).isEmpty();
    }

    // It came with systemd; CentOS 6 has none.
    @Test
    void findsNothingInASystemOfBeforeRun() {
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of("centos-6").remove("/run"))))
                .isEmpty();
    }

    @Test
    void cannotTellWhatIsOnAFilesystemThatIsNotShown() {
        StartingServer server = new StartingServer(tree.remove("/var/log")).incomplete("/var is not shown: gone");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly("/var/log may not be seen: /var is not shown: gone");
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }
}
