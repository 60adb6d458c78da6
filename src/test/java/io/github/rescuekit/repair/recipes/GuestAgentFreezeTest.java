package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void findsItAlsoWhereTheInitIsMissing() {
        assertThat(finding(debian().remove("/usr/sbin/init").remove("/usr/lib/systemd/systemd"))
                        .recipe())
                .contains("guest-agent-freeze");
    }

    @Test
    void cannotTellWhereTheInitIsOfNoKnownKind() {
        TestTree tree = debian().remove("/usr/sbin/init").file("/usr/sbin/init", "another");

        assertThatThrownBy(() -> recipe.diagnose(TestRepair.system(tree)))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("what starts it cannot be told");
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

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "ubuntu-22.04", "centos-6", "centos-7", "almalinux-8", "almalinux-9"})
    void repairsCpanelOnEveryFamilyThatItRunsOnByEachRemedy(String distribution) {
        for (Remedy remedy : recipe.remedies()) {
            TestRepair.repair(recipe, CpanelTree.on(TestTree.of(distribution)), TestRepair.remedy(remedy.id()));
        }
    }

    @Test
    void putsATmpfsInThePlaceOfTheLoopOnTmp() {
        Choice tmpfs = TestRepair.remedy("tmpfs-tmp");
        TestTree repaired = TestRepair.repair(recipe, debian(), tmpfs);

        assertThat(repaired.text("/etc/fstab").orElseThrow().text()).endsWith("""
                        # rescuekit: /usr/tmpDSK /tmp ext3 defaults,noauto 0 0
                        # rescuekit: /tmp /var/tmp ext3 defaults,bind,noauto 0 0
                        tmpfs /tmp tmpfs rw,nosuid,nodev,noexec,mode=1777,size=1024M 0 0
                        """);
        TestTree inFstab =
                LoopTree.with(TestTree.of("debian-12"), "/srv/data.img /tmp ext4 loop 0 0\n" + LoopTree.BIND);
        assertThat(TestRepair.repair(recipe, inFstab, tmpfs)
                        .text("/etc/fstab")
                        .orElseThrow()
                        .text())
                .contains("# rescuekit: /srv/data.img /tmp ext4 loop 0 0\n");
    }

    @Test
    void refusesATmpfsWhereItWouldLeaveALoop() {
        assertThatThrownBy(() -> recipe.plan(TestRepair.system(LoopTree.on(debian())), TestRepair.remedy("tmpfs-tmp")))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.guard()).contains("remedy-does-not-fit");
                    assertThat(e.happened()).contains("/srv/data.img on /srv/data");
                });
    }

    @Test
    void showsWhatTurnsTheHangIntoAPanic() {
        assertThat(finding(debian().file("/etc/sysctl.d/90-panic.conf", "kernel.hung_task_panic = 1\n"))
                        .evidence())
                .endsWith("/etc/sysctl.d/90-panic.conf: kernel.hung_task_panic = 1 (the hang becomes a kernel panic)");
        assertThat(finding(debian().file("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"ro hung_task_panic=1\"\n"))
                        .evidence())
                .anyMatch(it -> it.contains("kernel panic"));
        assertThat(finding(debian().file("/etc/sysctl.conf", "#kernel.hung_task_panic=1\nkernel.hung_task_panic=0\n"))
                        .evidence())
                .noneMatch(it -> it.contains("panic"));
    }

    @Test
    void showsAConfigurationThatTheAgentDoesNotReadAsItWasMeant() {
        TestTree tree = debian().file(
                        CONFIGURATION, "[general]\nblock-rpcs=guest-fsfreeze-freeze;guest-fsfreeze-freeze-list\n");

        assertThat(finding(tree).evidence())
                .contains(CONFIGURATION + " has the list 'guest-fsfreeze-freeze;guest-fsfreeze-freeze-list': the agent"
                        + " separates names by commas only, and reads one unknown name");
    }

    @Test
    void refusesARemedyThatItDoesNotHave() {
        assertThatThrownBy(() -> recipe.plan(TestRepair.system(debian()), TestRepair.remedy("pray")))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
                    assertThat(e.next()).isEqualTo("Choose one of: block-freeze, tmpfs-tmp, mask-agent.");
                });
    }

    @Test
    void tellsThePriceOfEveryRemedy() {
        assertThat(recipe.remedies())
                .allMatch(it -> it.price().endsWith(".") && it.does().endsWith("."));
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
