package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestAgentFreezeTest {

    private static final String CONFIGURATION = "/etc/qemu/qemu-ga.conf";
    private static final String BLOCKED = "[general]\nblock-rpcs=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n";

    private final GuestAgentFreeze recipe = new GuestAgentFreeze(() -> Bytes.gib(4));

    @Test
    void findsTheLoopMountedTmpOfCpanelWithItsJailsAndShowsWhy() {
        Finding finding = finding(debian());

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.title())
                .isEqualTo(
                        "The next backup can hang this server: the guest agent freezes the filesystem below /usr/tmpDSK,"
                                + " which is mounted on /tmp");
        assertThat(finding.recipe()).contains("guest-agent-freeze");
        assertThat(finding.evidence())
                .containsExactly(
                        "/usr/local/cpanel/scripts/securetmp: /usr/tmpDSK on /tmp is a loop mount; its file lies on the"
                                + " filesystem of /",
                        "/usr/tmpDSK is there, and no file /var/cpanel/version/securetmp_disabled",
                        "/etc/fstab line 8 marks it",
                        "/etc/fstab line 9 marks it",
                        "cPanel binds /usr, /var and others into a jail below /home/virtfs for accounts with jailshell"
                                + " (shopone, blogtwo) and noshell (parked)",
                        "/usr/sbin/qemu-ga has version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)",
                        "/usr/lib/udev/rules.d/60-qemu-guest-agent.rules starts qemu-guest-agent",
                        "nothing blocks guest-fsfreeze-freeze and guest-fsfreeze-freeze-list");
    }

    @Test
    void quotesTheLastWordsOfALogAndCallsThatCritical() {
        TestTree tree = debian().file("/var/log/syslog", """
                        Mar  6 03:12:00 web1 qemu-ga[487]: info: guest-ping called
                        Mar  6 03:12:01 web1 qemu-ga[487]: info: guest-fsfreeze called
                        """);

        assertThat(finding(tree).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding(tree).evidence())
                .startsWith(
                        "/var/log/syslog: Mar  6 03:12:01 web1 qemu-ga[487]: info: guest-fsfreeze called",
                        "/var/log/syslog ends there: nothing was written after the freeze");
    }

    @Test
    void blocksTheFreezeInTheAgentsOwnConfiguration() {
        Plan plan = recipe.plan(TestRepair.system(debian()), Choice.DEFAULT);

        assertThat(plan.steps())
                .containsExactly(new Step.CreateFile(CONFIGURATION, FileText.of(BLOCKED), new FileMode(0644)));
        assertThat(plan.remedy().map(it -> it.id())).contains("block-freeze");
        assertThat(plan.afterBoot()).hasSize(3);
        TestRepair.repair(recipe, debian(), Choice.DEFAULT);
    }

    @Test
    void masksTheAgentBecauseDisablingAStaticUnitDoesNothing() {
        Choice mask = TestRepair.remedy("mask-agent");

        assertThat(recipe.plan(TestRepair.system(debian()), mask).steps())
                .containsExactly(new Step.CreateLink("/etc/systemd/system/qemu-guest-agent.service", "/dev/null"));
        TestRepair.repair(recipe, debian(), mask);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of("debian-12")))).isEmpty();
    }

    private Finding finding(TestTree tree) {
        List<Finding> findings = recipe.diagnose(TestRepair.system(tree));
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static TestTree debian() {
        return CpanelTree.on(TestTree.of("debian-12"));
    }
}
