package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InitramfsRecipeTest {

    private static final String RELEASE = "6.1.0-37-amd64";
    private static final String IMAGE = "/boot/initrd.img-" + RELEASE;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final StartingServer server = new StartingServer();
    private final InitramfsRecipe recipe = new InitramfsRecipe(TestInitramfs.virtual());

    @BeforeEach
    void installTool() {
        server.tree.file("/usr/sbin/update-initramfs", "");
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsThatItIsMissing() {
        server.tree.remove(IMAGE);

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "initramfs",
                        Severity.CRITICAL,
                        "The kernel " + RELEASE + " has no initramfs to find its root with",
                        List.of(
                                IMAGE + ": there is no such file",
                                "/boot/grub/grub.cfg: the default is '0', which is 'Debian GNU/Linux'"),
                        Optional.of("initramfs")));
    }

    @Test
    void makesItForTheKernelOfTheSystemAndNotOfTheRescue() {
        server.tree.remove(IMAGE);

        assertThat(steps())
                .containsExactly(program(
                        "/usr/sbin/update-initramfs",
                        List.of("-c", "-k", RELEASE),
                        List.of(IMAGE + "*", "/var/lib/initramfs-tools")));
    }

    @Test
    void makesOneAnewThatWasCutOff() {
        server.tree.file(IMAGE, "");

        assertThat(recipe.diagnose(server.system()).get(0).evidence()).contains(IMAGE + ": it is empty");
        assertThat(steps())
                .containsExactly(program(
                        "/usr/sbin/update-initramfs",
                        List.of("-u", "-k", RELEASE),
                        List.of(IMAGE + "*", "/var/lib/initramfs-tools")));
    }

    @Test
    void makesOneAnewThatLacksTheDriverOfTheDisk() {
        server.tree.file(IMAGE, BootableTree.initramfs("virtio/virtio"));

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .first()
                .isEqualTo(IMAGE + " has no virtio_blk: /dev/vda hangs on virtio:d00000002v00001AF4 (virtio_blk)");
        assertThat(steps()).hasSize(1);
    }

    @Test
    void looksAtItFromOutsideWhenItHasToBeQuick() {
        Examination quick = recipe.quick();
        server.tree.file(IMAGE, BootableTree.initramfs("virtio/virtio"));
        assertThat(quick.diagnose(server.system())).isEmpty();
        assertThat(quick.unknowns(server.system())).isEmpty();
        assertThat(quick.leftOut()).contains("what lies in the initramfs");
        assertThat(recipe.leftOut()).isEmpty();

        server.tree.remove(IMAGE);
        assertThat(quick.diagnose(server.system())).hasSize(1);
    }

    @Test
    void tellsThatItCouldNotLookInside() {
        server.tree.file(IMAGE, "(\u00b5/\u00fd" + "x".repeat(1 << 20));

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly(IMAGE + " was not looked into: there is no zstd to unpack it");
    }

    @Test
    void makesItForNoHardwareInParticularWithDracut() {
        TestTree tree = server.tree;
        tree.remove(IMAGE).remove("/usr/sbin/update-initramfs").file("/usr/bin/dracut", "");

        assertThat(steps())
                .containsExactly(program("/usr/bin/dracut", List.of("-f", "-N", IMAGE, RELEASE), List.of(IMAGE + "*")));
    }

    @Test
    void leavesAnOlderKernelThatIsNotStartedAlone() {
        server.withOlderKernel("6.1.0-9-amd64").tree.remove("/boot/initrd.img-6.1.0-9-amd64");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void hasNothingToMakeItFromWithoutModules() {
        server.tree.remove(IMAGE).remove("/usr/lib/modules/" + RELEASE + "/modules.dep");

        Finding finding = recipe.diagnose(server.system()).get(0);

        assertThat(finding.recipe()).isEmpty();
        assertThat(finding.evidence()).last().asString().contains("install its package again");
        assertThat(steps()).isEmpty();
    }

    @Test
    void namesTheToolsWhenThereIsNone() {
        server.tree.remove(IMAGE).remove("/usr/sbin/update-initramfs");

        assertThat(recipe.diagnose(server.system()).get(0).recipe()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void tellsNothingOfABootThatIsNotSeen() {
        server.tree.remove(IMAGE);
        server.incomplete("/boot is not shown: nothing here has this name");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).hasSize(1);
    }

    private List<Step> steps() {
        return recipe.plan(server.system(), Choice.DEFAULT).steps();
    }

    private static Step program(String path, List<String> arguments, List<String> changes) {
        return new Step.RunProgram(path, arguments, changes, List.of(), LIMIT);
    }
}
