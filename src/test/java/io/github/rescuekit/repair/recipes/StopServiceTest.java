package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The remedy mask-agent, init system by init system. */
class StopServiceTest {

    private static final String UNIT = "/etc/systemd/system/qemu-guest-agent.service";
    private static final Choice MASK = TestRepair.remedy("mask-agent");

    private final GuestAgentFreeze recipe = new GuestAgentFreeze(() -> Bytes.gib(4));

    // "systemctl disable" changes nothing on Debian, and on Red Hat a udev rule starts the agent all the same.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "debian-12",
                "ubuntu-22.04",
                "centos-7",
                "almalinux-8",
                "almalinux-9",
                "almalinux-9.2",
                "opensuse-15"
            })
    void masksAUnit(String distribution) {
        assertThat(steps(LoopTree.on(distribution))).containsExactly(new Step.CreateLink(UNIT, "/dev/null"));
    }

    @Test
    void putsARealFileAsideThatSitsInTheWayOfTheMask() {
        TestTree tree = LoopTree.on("debian-12").file(UNIT, "[Service]\nExecStart=/usr/sbin/qemu-ga -v\n");

        assertThat(steps(tree))
                .containsExactly(
                        new Step.RenameFile(UNIT, UNIT + ".before-rescuekit"), new Step.CreateLink(UNIT, "/dev/null"));
    }

    @Test
    void replacesALinkThatSitsInTheWayOfTheMask() {
        TestTree tree = LoopTree.on("debian-12").link(UNIT, "/usr/lib/systemd/system/qemu-guest-agent.service");

        assertThat(steps(tree)).containsExactly(new Step.RemoveFile(UNIT), new Step.CreateLink(UNIT, "/dev/null"));
    }

    @Test
    void masksAnInitScriptThatSystemdWouldMakeAUnitOf() {
        TestTree tree = LoopTree.on("debian-12")
                .remove("/usr/lib/systemd/system/qemu-guest-agent.service")
                .remove("/usr/lib/udev/rules.d/60-qemu-guest-agent.rules")
                .link("/etc/rc3.d/S02qemu-guest-agent", "../init.d/qemu-guest-agent");

        assertThat(steps(tree)).containsExactly(new Step.CreateLink(UNIT, "/dev/null"));
    }

    @Test
    void renamesTheLinksOfAnInitScript() {
        assertThat(steps(LoopTree.on("centos-6")))
                .isEqualTo(List.of("2", "3", "4", "5").stream()
                        .map(level -> "/etc/rc.d/rc" + level + ".d/")
                        .map(directory -> new Step.RenameFile(directory + "S99qemu-ga", directory + "K99qemu-ga"))
                        .toList());
    }

    @Test
    void overridesAnUpstartJob() {
        TestTree tree = LoopTree.on("centos-6")
                .file("/etc/init/qemu-ga.conf", "start on runlevel [2345]\nexec /usr/bin/qemu-ga -d\n");
        for (String level : List.of("2", "3", "4", "5")) {
            tree.remove("/etc/rc.d/rc" + level + ".d/S99qemu-ga");
        }

        assertThat(steps(tree))
                .containsExactly(
                        new Step.CreateFile("/etc/init/qemu-ga.override", FileText.of("manual\n"), new FileMode(0644)));
        assertThat(steps(new TestTree(tree).file("/etc/init/qemu-ga.override", "# mine")))
                .containsExactly(new Step.ReplaceFile(
                        "/etc/init/qemu-ga.override", FileText.of("# mine"), FileText.of("# mine\nmanual")));
    }

    @Test
    void takesAServiceOutOfItsRunlevel() {
        assertThat(steps(LoopTree.on("alpine-3.19")))
                .containsExactly(new Step.RemoveFile("/etc/runlevels/default/qemu-guest-agent"));
    }

    @Test
    void makesTheDirectoryOfTheMaskWhereItIsMissing() {
        assertThat(steps(LoopTree.on(TestTree.of("debian-12")).remove("/etc/systemd")))
                .containsExactly(
                        new Step.MakeDirectory("/etc/systemd", new FileMode(0755)),
                        new Step.MakeDirectory("/etc/systemd/system", new FileMode(0755)),
                        new Step.CreateLink(UNIT, "/dev/null"));
    }

    private List<Step> steps(TestTree tree) {
        TestRepair.repair(recipe, tree, MASK);
        return recipe.plan(TestRepair.system(tree), MASK).steps();
    }
}
