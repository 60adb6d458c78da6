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

class MaskedUnitTest {

    private static final String LOCAL = "/etc/systemd/system/";
    private static final String UNITS = "/usr/lib/systemd/system/";
    private static final String LOGIND = "systemd-logind.service";

    private final MaskedUnit recipe = new MaskedUnit();
    private final TestTree tree = TestTree.of("debian-12")
            .file(UNITS + LOGIND, "[Service]\n")
            .file(UNITS + "ssh.service", "[Service]\n[Install]\nWantedBy=multi-user.target\n")
            .file(UNITS + "ssh.socket", "[Socket]\n[Install]\nWantedBy=sockets.target\n")
            .file(UNITS + "cups.service", "[Service]\n");

    @Test
    void findsAMaskOnWhatEveryServerNeeds() {
        tree.link(LOCAL + LOGIND, "/dev/null");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "masked-unit",
                        Severity.CRITICAL,
                        LOGIND + " is masked: logins hang or have no session",
                        List.of(LOCAL + LOGIND + " is a link to /dev/null"),
                        Optional.of("masked-unit")));
        assertThat(steps()).containsExactly(new Step.RemoveFile(LOCAL + LOGIND));
        repair();
    }

    @Test
    void takesAwayEveryMaskAtOnce() {
        tree.link(LOCAL + LOGIND, "/dev/null").file(LOCAL + "ssh.service", "");

        assertThat(steps())
                .containsExactly(
                        new Step.RemoveFile(LOCAL + LOGIND),
                        new Step.RenameFile(LOCAL + "ssh.service", LOCAL + "ssh.service.before-rescuekit"));
        repair();
    }

    @Test
    void findsAMaskedSshServerOnlyWhereNothingElseLetsPeopleIn() {
        tree.link(LOCAL + "ssh.service", "/dev/null");
        assertThat(diagnose()).hasSize(1);

        tree.link(LOCAL + "sockets.target.wants/ssh.socket", UNITS + "ssh.socket");
        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsNothingInAMaskThatSwitchesAServiceOff() {
        tree.link(LOCAL + "cups.service", "/dev/null");

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingWhereNoUnitIsBehindTheMask() {
        tree.link(LOCAL + "dbus.service", "/dev/null");

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingInAContainer() {
        tree.link(LOCAL + LOGIND, "/dev/null").remove("/boot").remove("/usr/lib/modules");

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void findsNothingInAMaskOfTheDistribution() {
        tree.remove(UNITS + LOGIND)
                .link(UNITS + LOGIND, "/dev/null")
                .file("/lib/systemd/system/" + LOGIND, "[Service]\n");

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
