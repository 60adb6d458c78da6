package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.GrubEnvironment;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootRootArgumentTest {

    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String DEFAULTS = "/etc/default/grub";
    private static final String RIGHT = "root=UUID=" + StartingServer.ROOT;
    private static final String RELEASE = "6.1.0-37-amd64";

    private final StartingServer server = new StartingServer();
    private final BootRootArgument recipe = new BootRootArgument();

    @Test
    void findsTheNameThatTheDiskHadWhenItWasMade() {
        server.replace(GRUB_CFG, RIGHT, "root=/dev/loop0p3");

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-root-argument",
                        Severity.CRITICAL,
                        "The kernel is started with root=/dev/loop0p3, which is on no disk",
                        List.of(
                                "/boot/grub/grub.cfg line 6, root=/dev/loop0p3: nothing here has this name;"
                                        + " the boot stops before the root is mounted",
                                "/boot/grub/grub.cfg: the default is '0', 'Debian GNU/Linux', with kernel " + RELEASE
                                        + " of this system",
                                "the root filesystem is on /dev/vda2, which is " + RIGHT),
                        Optional.of("boot-root-argument")));
    }

    @Test
    void namesTheRootByItsUuidAndTellsHowItStaysRight() {
        server.replace(GRUB_CFG, RIGHT, "root=/dev/loop0p3");

        Plan plan = plan();

        assertThat(plan.steps())
                .containsExactly(new Step.ReplaceFile(
                        GRUB_CFG,
                        FileText.of(server.text(GRUB_CFG)),
                        FileText.of(new StartingServer().text(GRUB_CFG))));
        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.afterBoot())
                .containsExactly("grub.cfg is a made file: have it made anew on the server, so that it stays right:"
                        + " update-grub, or grub-mkconfig -o /boot/grub/grub.cfg where there is none.");
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void correctsEveryEntryOfTheSameNameAndNoOther() {
        server.replace(GRUB_CFG, RIGHT, "root=/dev/loop0p3");
        String others = """
                menuentry 'Debian GNU/Linux, recovery mode' {
                	linux	/boot/vmlinuz-6.1.0-37-amd64 root=/dev/loop0p3 ro single
                }
                # root=/dev/loop0p3
                menuentry 'Another one' {
                	linux	/vmlinuz root=/dev/loop0p33 rd.root=/dev/loop0p3 quiet
                }
                """;
        server.tree.file(GRUB_CFG, server.text(GRUB_CFG) + others);

        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUB_CFG))
                .isEqualTo(new StartingServer().text(GRUB_CFG)
                        + others.replace("root=/dev/loop0p3 ro single", RIGHT + " ro single"));
    }

    @Test
    void correctsWhereTheNextConfigurationIsMadeFrom() {
        server.replace(GRUB_CFG, RIGHT, "root=LABEL=gone");
        server.tree
                .file(DEFAULTS, "GRUB_DISABLE_LINUX_UUID=true\nGRUB_CMDLINE_LINUX=\"root=LABEL=gone quiet\"\n")
                .file("/etc/kernel/cmdline", "root=LABEL=gone ro");

        TestTree repaired = server.repaired(recipe, Choice.DEFAULT);

        assertThat(repaired.text(DEFAULTS).orElseThrow().text())
                .isEqualTo("GRUB_DISABLE_LINUX_UUID=true\nGRUB_CMDLINE_LINUX=\"" + RIGHT + " quiet\"\n");
        assertThat(repaired.text("/etc/kernel/cmdline").orElseThrow().text()).isEqualTo(RIGHT + " ro");
        assertThat(plan().warnings()).singleElement().asString().contains("GRUB_DISABLE_LINUX_UUID");
    }

    @Test
    void correctsAStaleUuidAlsoWhereGrubLooksForItsFiles() {
        server.tree.file(GRUB_CFG, server.text(GRUB_CFG).replace(StartingServer.ROOT, StartingServer.NOWHERE));

        String repaired = server.repaired(recipe, Choice.DEFAULT, GRUB_CFG);

        assertThat(repaired)
                .contains("--set=root " + StartingServer.ROOT + "\n", RIGHT + " ro")
                // The name of an entry is no device.
                .contains("'gnulinux-simple-" + StartingServer.NOWHERE + "'");
    }

    @Test
    void warnsBeforeAKernelIsTakenFromAnotherSystem() {
        server.replace(GRUB_CFG, RIGHT, "root=UUID=" + StartingServer.VAR);

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.WARNING))
                .satisfies(it -> assertThat(it.title()).endsWith("which is not this system's root"));
        assertThat(plan().warnings())
                .containsExactly("Until now the boot went to another system: /boot/grub/grub.cfg line 6, root=UUID="
                        + StartingServer.VAR + " starts the system on /dev/vda3, not the one on /dev/vda2.");
        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUB_CFG)).contains(RIGHT);
    }

    @Test
    void namesThePartitionForAKernelWithoutInitramfs() {
        server.replace(GRUB_CFG, RIGHT, "root=/dev/loop0p3");
        server.replace(GRUB_CFG, "\tinitrd\t/boot/initrd.img-" + RELEASE + "\n", "");

        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUB_CFG)).contains("root=PARTUUID=part-/dev/vda2 ro");
    }

    @Test
    void correctsTheEntryFilesOfRhel() {
        entryFile("options root=/dev/loop0p3 ro crashkernel=1G");

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/loader/entries/one.conf"))
                .endsWith("options " + RIGHT + " ro crashkernel=1G\n");
        assertThat(plan().afterBoot()).singleElement().asString().endsWith("grub2-mkconfig -o /boot/grub2/grub.cfg.");
    }

    @Test
    void correctsTheKernelOptionsInTheEnvironmentBlock() {
        entryFile("options $kernelopts $tuned_params");
        String before = block("saved_entry=one\nkernelopts=root=/dev/loop0p3 ro console=ttyS0 \n");
        server.tree.file("/boot/grub2/grubenv", before);

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/grub2/grubenv"))
                .isEqualTo(block("saved_entry=one\nkernelopts=" + RIGHT + " ro console=ttyS0 \n"))
                .hasSize(GrubEnvironment.SIZE);
    }

    @Test
    void givesBackARootThatWasLostWithTheEnvironmentBlock() {
        entryFile("options $kernelopts $tuned_params");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.title())
                        .isEqualTo("The kernel is started without a root filesystem: GRUB lost kernelopts"));
        assertThat(plan().warnings()).singleElement().asString().contains("console=");
        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/grub2/grubenv"))
                .isEqualTo(block("saved_entry=one\nkernelopts=" + RIGHT + " ro\n"));
    }

    @Test
    void correctsTheMenuOfGrubLegacy() {
        server.tree
                .remove(GRUB_CFG)
                .file(
                        "/boot/grub/menu.lst",
                        "default 0\ntitle Debian\nkernel /boot/vmlinuz-" + RELEASE
                                + " root=/dev/mapper/gone ro\ninitrd /boot/initrd.img-" + RELEASE + "\n");

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/grub/menu.lst"))
                .contains(RIGHT + " ro\n");
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan().steps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root=PARTUUID=part-/dev/vda2", "root=/dev/sda2", "root=/dev/xvda2"})
    void findsNothingInAnotherNameOfTheRoot(String argument) {
        server.replace(GRUB_CFG, RIGHT, argument);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
    }

    @Test
    void findsNothingInTheKernelOfAnotherSystem() {
        server.replace(GRUB_CFG, RIGHT, "root=UUID=" + StartingServer.VAR);
        server.tree.remove("/usr/lib/modules/" + RELEASE);
        assertThat(recipe.diagnose(server.system())).isEmpty();

        server.tree.file(GRUB_CFG, "menuentry 'Old Debian (on /dev/sdz1)' {\n\tlinux /vmlinuz-5 root=/dev/sdz1\n}\n");
        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ro", "root=/dev/sda1", "root=/dev/nfs", "root=PARTUUID=0ffba5ed-01/PARTNROFF=1"})
    void cannotTellOfWhatCannotBeLookedUp(String argument) {
        server.replace(GRUB_CFG, RIGHT, argument);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).hasSize(1);
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void cannotTellWhileBootIsNotShown() {
        server.replace(GRUB_CFG, RIGHT, "root=/dev/loop0p3").incomplete("/boot is not shown: bad superblock");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly("the boot menu may not be seen: /boot is not shown: bad superblock");
    }

    private void entryFile(String options) {
        server.tree
                .remove(GRUB_CFG)
                .file("/boot/grub2/grub.cfg", "set default=\"${saved_entry}\"\nblscfg\n")
                .file("/boot/grub2/grubenv", block("saved_entry=one\n"))
                .file(
                        "/boot/loader/entries/one.conf",
                        "title AlmaLinux\nversion " + RELEASE + "\nlinux /boot/vmlinuz-" + RELEASE
                                + "\ninitrd /boot/initrd.img-" + RELEASE + "\n" + options + "\n");
    }

    private static String block(String variables) {
        String text = "# GRUB Environment Block\n" + variables;
        return text + "#".repeat(GrubEnvironment.SIZE - text.length());
    }

    private Plan plan() {
        return recipe.plan(server.system(), Choice.DEFAULT);
    }
}
