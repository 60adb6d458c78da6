package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpanelSecureTmpTest {

    private static final String DISABLED = "/var/cpanel/version/securetmp_disabled";
    private static final String UNIT = "/etc/systemd/system/securetmp.service";
    private static final String COMMENTED =
            "# rescuekit: /usr/tmpDSK /tmp ext3 defaults,noauto 0 0\n# rescuekit: /tmp /var/tmp ext3 defaults,bind,noauto 0 0\n";
    private static final Choice OFF = TestRepair.remedy("off");

    private final CpanelSecureTmp recipe = new CpanelSecureTmp(() -> Bytes.gib(4));

    @Test
    void findsTheLoopMountThatABackupWouldHangOn() {
        assertThat(recipe.diagnose(TestRepair.system(withService())))
                .containsExactly(new Finding(
                        "cpanel-secure-tmp",
                        Severity.NOTE,
                        "cPanel mounts a file on /tmp: one link of the chain that guest-agent-freeze repairs",
                        List.of(
                                "/etc/systemd/system/multi-user.target.wants/securetmp.service starts"
                                        + " /usr/local/cpanel/scripts/securetmp",
                                "/usr/tmpDSK is there, and no file /var/cpanel/version/securetmp_disabled",
                                "/etc/fstab line 8 marks it",
                                "/etc/fstab line 9 marks it"),
                        Optional.of("cpanel-secure-tmp")));
    }

    @Test
    void putsATmpfsInThePlaceOfTheLoopAndLeavesTheHardening() {
        TestTree repaired = TestRepair.repair(recipe, withService(), Choice.DEFAULT);

        assertThat(text(repaired, "/etc/fstab"))
                .isEqualTo(text(TestTree.of("debian-12"), "/etc/fstab")
                        + COMMENTED
                        + "tmpfs /tmp tmpfs rw,nosuid,nodev,noexec,mode=1777,size=1024M 0 0\n");
        assertThat(plan(withService(), Choice.DEFAULT).steps()).hasSize(1);
        assertThat(plan(withService(), Choice.DEFAULT).warnings())
                .anyMatch(it -> it.contains("securetmp binds /tmp on /var/tmp"));
    }

    // A quarter of the memory, and never more than 2 GiB.
    @ParameterizedTest
    @CsvSource({"1024, 256", "4096, 1024", "8192, 2048", "65536, 2048", "1999, 499"})
    void sizesTheTmpfsByTheMemory(long mib, long size) {
        Plan plan = new CpanelSecureTmp(() -> Bytes.mib(mib)).plan(TestRepair.system(withService()), Choice.DEFAULT);

        Step.ReplaceFile step = (Step.ReplaceFile) plan.steps().get(0);
        assertThat(step.after().text()).endsWith("size=" + size + "M 0 0\n");
        assertThat(plan.warnings().stream().anyMatch(it -> it.contains("may need more")))
                .isEqualTo(size < 1024);
    }

    @Test
    void switchesItOffByItsFileItsServiceAndItsLines() {
        TestTree tree = withService().mode("/tmp", 0755).remove("/var/cpanel/version");

        assertThat(plan(tree, OFF).steps())
                .containsExactly(
                        new Step.MakeDirectory("/var/cpanel/version", new FileMode(0755)),
                        new Step.CreateFile(DISABLED, FileText.of(""), new FileMode(0644)),
                        new Step.ReplaceFile(
                                "/etc/fstab",
                                FileText.of(text(tree, "/etc/fstab")),
                                FileText.of(text(TestTree.of("debian-12"), "/etc/fstab") + COMMENTED)),
                        new Step.RenameFile(UNIT, UNIT + ".before-rescuekit"),
                        new Step.CreateLink(UNIT, "/dev/null"),
                        new Step.SetMode("/tmp", new FileMode(0755), new FileMode(01777)));
        TestTree repaired = TestRepair.repair(recipe, tree, OFF);
        assertThat(repaired.exists("/usr/tmpDSK")).isTrue();
    }

    @Test
    void commentsTheLineOfAnOlderCpanelInRcLocal() {
        TestTree tree = CpanelTree.on(TestTree.of("debian-12"))
                .program("/etc/rc.local", "#!/bin/sh\n/usr/local/cpanel/scripts/securetmp\nexit 0");

        assertThat(text(TestRepair.repair(recipe, tree, OFF), "/etc/rc.local"))
                .isEqualTo("#!/bin/sh\n# rescuekit: /usr/local/cpanel/scripts/securetmp\nexit 0");
    }

    @Test
    void renamesTheLinksOfItsInitScript() {
        TestTree tree = CpanelTree.on(TestTree.of("centos-6"))
                .file("/etc/rc.d/init.d/securetmp", "#!/bin/sh\n")
                .link("/etc/rc.d/rc3.d/S80securetmp", "../init.d/securetmp");

        assertThat(plan(tree, OFF).steps())
                .contains(new Step.RenameFile("/etc/rc.d/rc3.d/S80securetmp", "/etc/rc.d/rc3.d/K80securetmp"));
        TestRepair.repair(recipe, tree, OFF);
    }

    @Test
    void makesTmpWhereItIsMissing() {
        TestTree tree = CpanelTree.on(TestTree.of("debian-12")).remove("/var/tmp");

        assertThat(plan(tree, OFF).steps()).contains(new Step.MakeDirectory("/var/tmp", new FileMode(01777)));
    }

    @Test
    void keepsCarriageReturnsAndAMissingLastLineEnd() {
        TestTree tree = withService();
        tree.file(
                "/etc/fstab",
                "LABEL=r / ext4 defaults 0 1\r\n" + CpanelTree.MARKERS.strip().replace("\n", "\r\n"));

        assertThat(text(TestRepair.repair(recipe, tree, Choice.DEFAULT), "/etc/fstab"))
                .isEqualTo("LABEL=r / ext4 defaults 0 1\r\n"
                        + COMMENTED.replace("\n", "\r\n")
                        + "tmpfs /tmp tmpfs rw,nosuid,nodev,noexec,mode=1777,size=1024M 0 0");
    }

    @Test
    void findsNothingWhereItIsOff() {
        assertThat(diagnose(withService().file(DISABLED, ""))).isEmpty();
        assertThat(diagnose(withService().file("/var/cpanel/disabled/securetmp", "")))
                .isEmpty();
        assertThat(diagnose(withService().remove("/usr/local/cpanel/scripts/securetmp")))
                .isEmpty();
    }

    @Test
    void findsNothingWhereSomethingElseIsMountedOnTmp() {
        TestTree tmpfs = withService();
        assertThat(diagnose(CpanelTree.append(tmpfs, "/etc/fstab", "tmpfs /tmp tmpfs noexec 0 0\n")))
                .isEmpty();
        TestTree partition = withService();
        assertThat(diagnose(CpanelTree.append(partition, "/etc/fstab", "/dev/vdb1 /tmp ext4 noexec 0 0\n")))
                .isEmpty();
    }

    @Test
    void findsNothingWhereNoBackupCanHangOnIt() {
        assertThat(diagnose(withService().remove("/usr/sbin/qemu-ga"))).isEmpty();
        assertThat(diagnose(withService()
                        .file(
                                "/etc/qemu/qemu-ga.conf",
                                "[general]\nblock-rpcs=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n")))
                .isEmpty();
        assertThat(diagnose(TestTree.of("debian-12"))).isEmpty();
    }

    @Test
    void refusesARemedyThatItDoesNotHave() {
        assertThatThrownBy(() -> plan(withService(), TestRepair.remedy("uninstall")))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.next()).contains("tmpfs, off"));
    }

    private List<Finding> diagnose(TestTree tree) {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private Plan plan(TestTree tree, Choice choice) {
        return recipe.plan(TestRepair.system(tree), choice);
    }

    private static TestTree withService() {
        return CpanelTree.on(TestTree.of("debian-12"))
                .file(
                        UNIT,
                        "[Service]\nExecStart=/usr/local/cpanel/scripts/securetmp\n[Install]\nWantedBy=multi-user.target\n")
                .link("/etc/systemd/system/multi-user.target.wants/securetmp.service", UNIT);
    }

    private static String text(TestTree tree, String path) {
        return tree.text(path).orElseThrow().text();
    }
}
