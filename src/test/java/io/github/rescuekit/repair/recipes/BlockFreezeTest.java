package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The remedy block-freeze, family by family and trap by trap. */
class BlockFreezeTest {

    private static final String NAMES = "guest-fsfreeze-freeze,guest-fsfreeze-freeze-list";
    private static final String CONFIGURATION = "/etc/qemu/qemu-ga.conf";
    private static final String SYSCONFIG = "/etc/sysconfig/qemu-ga";
    private static final String UNIT = "/usr/lib/systemd/system/qemu-guest-agent.service";
    private static final String DROP_IN = "/etc/systemd/system/qemu-guest-agent.service.d/60-no-fsfreeze.conf";
    private static final String DROP_IN_TEXT = """
            # Made by rescuekit: a freeze of the filesystems would hang this server.
            [Service]
            ExecStart=
            ExecStart=""";

    private final GuestAgentFreeze recipe = new GuestAgentFreeze(() -> Bytes.gib(4));

    // block-rpcs came with 7.2; before that it was blacklist.
    @ParameterizedTest
    @CsvSource({"debian-12, block-rpcs", "ubuntu-22.04, blacklist", "alpine-3.19, block-rpcs"})
    void writesTheAgentsConfigurationWhereItReadsOne(String distribution, String key) {
        assertThat(changed(LoopTree.on(distribution), CONFIGURATION))
                .isEqualTo("[general]\n" + key + "=" + NAMES + "\n");
    }

    @ParameterizedTest
    @CsvSource({"centos-7, BLACKLIST_RPC", "almalinux-8, BLACKLIST_RPC", "almalinux-9.2, BLOCK_RPCS"})
    void appendsToTheVariableThatTheUnitPassesOnAndKeepsItsList(String distribution, String variable) {
        TestTree tree = LoopTree.on(distribution);
        String before = text(tree, SYSCONFIG);

        assertThat(changed(tree, SYSCONFIG))
                .isEqualTo(before.replace("guest-exec-status\n", "guest-exec-status," + NAMES + "\n"))
                .contains(variable + "=guest-file-open,");
    }

    @Test
    void takesTheNamesOutOfTheAllowListOfRedHat94() {
        TestTree tree = LoopTree.on("almalinux-9");
        String before = text(tree, SYSCONFIG);

        assertThat(changed(tree, SYSCONFIG))
                .isEqualTo(before.replace("guest-fsfreeze-freeze,guest-fsfreeze-freeze-list,", ""))
                .contains("guest-fsfreeze-status", "guest-fsfreeze-thaw")
                .doesNotContain("block-rpcs");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"--block-rpcs=guest-exec\"', '\"--block-rpcs=guest-exec," + NAMES + "\"'",
        "'\"\"', '\"--block-rpcs=" + NAMES + "\"'",
        "'', '--block-rpcs=" + NAMES + "'",
        "'\"--block-rpcs=guest-exec --verbose\"', '\"--block-rpcs=guest-exec," + NAMES + "\"'",
        "'\"--allow-rpcs=guest-ping,guest-fsfreeze-freeze\"', '\"--allow-rpcs=guest-ping\"'"
    })
    void keepsOneOptionInTheVariableOfRedHat94(String before, String after) {
        TestTree tree = LoopTree.on("almalinux-9").file(SYSCONFIG, "FILTER_RPC_ARGS=" + before + "\n");

        assertThat(changed(tree, SYSCONFIG)).isEqualTo("FILTER_RPC_ARGS=" + after + "\n");
    }

    @Test
    void overridesThePackagesVariableOfOpensuseInTheFileOfTheAdministrator() {
        assertThat(changed(LoopTree.on("opensuse-15"), SYSCONFIG))
                .isEqualTo("FILTER_RPC_ARGS=--block-rpcs=guest-exec,guest-exec-status," + NAMES + "\n");
    }

    @Test
    void extendsTheFileOfTheAdministratorOnOpensuseWhenItIsThere() {
        TestTree tree =
                LoopTree.on("opensuse-15").file(SYSCONFIG, "# mine\nFILTER_RPC_ARGS='--block-rpcs=guest-shutdown'\n");

        assertThat(changed(tree, SYSCONFIG))
                .isEqualTo("# mine\nFILTER_RPC_ARGS='--block-rpcs=guest-shutdown," + NAMES + "'\n");
    }

    @Test
    void separatesByBlanksWhereTheInitScriptMakesCommasOfThem() {
        TestTree tree = LoopTree.on("centos-6");
        String before = text(tree, SYSCONFIG);

        assertThat(changed(tree, SYSCONFIG))
                .isEqualTo(before.replace("guest-file-flush\"", "guest-file-flush " + NAMES.replace(",", " ") + "\""));
    }

    @Test
    void separatesByCommasWhereTheInitScriptPassesTheListOn() {
        TestTree tree = LoopTree.on("centos-6")
                .file("/etc/rc.d/init.d/qemu-ga", "#!/bin/sh\nqemu-ga --daemonize --blacklist $BLACKLIST_RPC\n")
                .file(SYSCONFIG, "BLACKLIST_RPC=\"guest-exec\"\n");

        assertThat(changed(tree, SYSCONFIG)).isEqualTo("BLACKLIST_RPC=\"guest-exec," + NAMES + "\"\n");
    }

    @Test
    void keepsCommasThatAreThereEvenWhereBlanksWouldDo() {
        TestTree tree = LoopTree.on("centos-6").file(SYSCONFIG, "BLACKLIST_RPC=guest-exec,guest-file-open\n");

        assertThat(changed(tree, SYSCONFIG)).isEqualTo("BLACKLIST_RPC=guest-exec,guest-file-open," + NAMES + "\n");
    }

    @Test
    void mergesWithTheListAndKeepsEveryOtherByte() {
        TestTree tree = LoopTree.on("debian-12")
                .file(CONFIGURATION, "# mine\r\n[general]\r\nverbose = true\r\nblock-rpcs = guest-exec\r\n[x]\r\ny=z");

        assertThat(changed(tree, CONFIGURATION))
                .isEqualTo(
                        "# mine\r\n[general]\r\nverbose = true\r\nblock-rpcs = guest-exec," + NAMES + "\r\n[x]\r\ny=z");
    }

    @Test
    void extendsBlacklistOn72BecauseBesideItBlockRpcsIsNotRead() {
        TestTree both = LoopTree.on("debian-12")
                .file(CONFIGURATION, "[general]\nblacklist=guest-exec\nblock-rpcs=" + NAMES + "\n");

        assertThat(changed(both, CONFIGURATION))
                .isEqualTo("[general]\nblacklist=guest-exec," + NAMES + "\nblock-rpcs=" + NAMES + "\n");
        assertThat(changed(
                        LoopTree.on("debian-12").file(CONFIGURATION, "[general]\nblacklist=guest-exec\n"),
                        CONFIGURATION))
                .isEqualTo("[general]\nblacklist=guest-exec," + NAMES + "\n");
    }

    @Test
    void renamesBlacklistFrom91OnBecauseItIsPassedOver() {
        TestTree tree = LoopTree.on("debian-12")
                .file("/usr/sbin/qemu-ga", "QEMU Guest Agent 9.2.0 (Debian)\n")
                .file(CONFIGURATION, "[general]\nblacklist=guest-exec," + NAMES + "\n");

        assertThat(changed(tree, CONFIGURATION)).isEqualTo("[general]\nblock-rpcs=guest-exec," + NAMES + "\n");
        assertThat(plan(tree).warnings())
                .containsExactly(CONFIGURATION + " has the key blacklist, which this version of the agent passes over");
    }

    @Test
    void renamesBlockRpcsBelow72BecauseItIsPassedOver() {
        TestTree tree = LoopTree.on("ubuntu-22.04").file(CONFIGURATION, "[general]\nblock-rpcs=" + NAMES + "\n");

        assertThat(changed(tree, CONFIGURATION)).isEqualTo("[general]\nblacklist=" + NAMES + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guest-exec;guest-fsfreeze-freeze;guest-fsfreeze-freeze-list",
                "guest-exec, guest-fsfreeze-freeze, guest-fsfreeze-freeze-list",
                "\"guest-exec,guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\""
            })
    void writesAListWithWrongSeparatorsSoThatTheAgentReadsIt(String list) {
        TestTree tree = LoopTree.on("debian-12").file(CONFIGURATION, "[general]\nblock-rpcs=" + list + "\n");

        assertThat(changed(tree, CONFIGURATION)).isEqualTo("[general]\nblock-rpcs=guest-exec," + NAMES + "\n");
        assertThat(plan(tree).warnings()).singleElement().asString().contains("commas only", list);
    }

    @Test
    void readsAllowRpcsOnlyFrom81On() {
        String allowing = "[general]\nallow-rpcs=guest-ping,guest-fsfreeze-freeze\n";
        TestTree newer = LoopTree.on("debian-12")
                .file("/usr/sbin/qemu-ga", "QEMU Guest Agent 8.2.2 (Debian)\n")
                .file(CONFIGURATION, allowing);

        assertThat(changed(newer, CONFIGURATION)).isEqualTo("[general]\nallow-rpcs=guest-ping\n");
        assertThat(changed(LoopTree.on("debian-12").file(CONFIGURATION, allowing), CONFIGURATION))
                .isEqualTo(allowing + "block-rpcs=" + NAMES + "\n");
    }

    @Test
    void usesADropInWithTheShortOptionWhenTheVersionIsUnknown() {
        TestTree tree =
                LoopTree.on("debian-12").file("/usr/sbin/qemu-ga", "ELF").remove("/var/lib/dpkg/status");

        assertThat(plan(tree).steps())
                .first()
                .isInstanceOfSatisfying(
                        Step.MakeDirectory.class,
                        step -> assertThat(step.mode().bits()).isEqualTo(0755));
        assertThat(changed(tree, DROP_IN)).isEqualTo(DROP_IN_TEXT + "-/usr/sbin/qemu-ga -b " + NAMES + "\n");
    }

    @Test
    void copiesTheUnitsOwnArgumentsIntoTheDropIn() {
        TestTree tree = LoopTree.on("almalinux-8")
                .file(UNIT, text(TestTree.of("almalinux-8"), UNIT).replace("  --blacklist=${BLACKLIST_RPC} \\\n", ""));

        assertThat(changed(tree, DROP_IN))
                .isEqualTo(DROP_IN_TEXT + "/usr/bin/qemu-ga --method=virtio-serial"
                        + " --path=/dev/virtio-ports/org.qemu.guest_agent.0 -F${FSFREEZE_HOOK_PATHNAME} -b " + NAMES
                        + "\n");
    }

    @Test
    void editsAnAllowListInTheCommandItselfBecauseABlockListBesideItWouldStopTheAgent() {
        TestTree tree = LoopTree.on("almalinux-9")
                .file(
                        UNIT,
                        text(TestTree.of("almalinux-9"), UNIT)
                                .replace("${FILTER_RPC_ARGS}", "--allow-rpcs=guest-ping,guest-fsfreeze-freeze"));

        assertThat(changed(tree, DROP_IN)).contains(" --allow-rpcs=guest-ping ").doesNotContain(" -b ");
    }

    @Test
    void comesAfterADropInThatSetsTheCommandToo() {
        TestTree tree = LoopTree.on("debian-12")
                .file("/usr/sbin/qemu-ga", "ELF")
                .remove("/var/lib/dpkg/status")
                .file(
                        "/etc/systemd/system/qemu-guest-agent.service.d/90-local.conf",
                        "[Service]\nExecStart=\nExecStart=/usr/sbin/qemu-ga --retry-path\n");

        assertThat(changed(tree, DROP_IN.replace("60-", "zz-60-")))
                .contains("ExecStart=/usr/sbin/qemu-ga --retry-path -b " + NAMES);
    }

    @Test
    void usesTheVariableOfTheInitScriptForAnAgentThatReadsNoConfiguration() {
        TestTree tree = LoopTree.on("debian-12")
                .file("/usr/sbin/qemu-ga", "QEMU Guest Agent 2.1.2\n")
                .remove(UNIT)
                .remove("/usr/lib/udev/rules.d/60-qemu-guest-agent.rules")
                .link("/etc/rc3.d/S02qemu-guest-agent", "../init.d/qemu-guest-agent");

        assertThat(changed(tree, "/etc/default/qemu-guest-agent")).isEqualTo("DAEMON_ARGS=\"-b " + NAMES + "\"\n");
    }

    @Test
    void refusesWhenNoPlaceIsLeftAndNamesTheOtherRemedy() {
        TestTree tree =
                LoopTree.on("alpine-3.19").file("/usr/bin/qemu-ga", "ELF").remove("/lib/apk/db/installed");

        assertThatThrownBy(() -> plan(tree)).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("remedy-does-not-fit");
            assertThat(e.next()).contains("mask-agent");
        });
    }

    @Test
    void refusesToWriteBesideALineThatStopsTheAgent() {
        TestTree tree = LoopTree.on("debian-12").file(CONFIGURATION, "; comment\n[general]\n");

        assertThatThrownBy(() -> plan(tree)).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("configuration-broken");
            assertThat(e.happened()).contains("Line 1 of " + CONFIGURATION);
        });
    }

    private String changed(TestTree tree, String path) {
        return text(TestRepair.repair(recipe, tree, Choice.DEFAULT), path);
    }

    private Plan plan(TestTree tree) {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT);
    }

    private static String text(TestTree tree, String path) {
        return tree.text(path).orElseThrow().text();
    }

    @Test
    void changesNothingButOneFile() {
        for (String distribution : List.of("debian-12", "centos-7", "almalinux-9", "opensuse-15", "alpine-3.19")) {
            assertThat(plan(LoopTree.on(distribution)).steps()).as(distribution).hasSizeLessThanOrEqualTo(2);
        }
    }
}
