package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.GrubEnvironment;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootPreviousKernelTest {

    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String GRUBENV = "/boot/grub/grubenv";
    private static final String NEW = "6.1.0-37-amd64";
    private static final String OLD = "6.1.0-9-amd64";
    private static final String ROOT = " root=UUID=" + StartingServer.ROOT + " ro";
    private static final String WORD = "gnulinux-advanced-x>gnulinux-" + OLD + "-advanced-x";
    private static final Choice ONCE = TestRepair.remedy("once");
    private static final String PANIC =
            "Nov 20 10:00:02 web1 kernel: Kernel panic - not syncing: Attempted to kill init!";

    private final StartingServer server = new StartingServer();
    private final BootPreviousKernel recipe = new BootPreviousKernel(TestInitramfs.virtual());

    BootPreviousKernelTest() {
        TestTree tree = server.tree;
        kernel(OLD);
        tree.file(
                        GRUB_CFG,
                        """
                if [ -s $prefix/grubenv ]; then
                  load_env
                fi
                if [ "${next_entry}" ] ; then
                   set default="${next_entry}"
                else
                   set default="0"
                fi
                """ + entry("Debian GNU/Linux", "gnulinux-simple-x", NEW, "")
                                + "submenu 'Advanced options' $menuentry_id_option 'gnulinux-advanced-x' {\n"
                                + entry("Debian, with Linux " + NEW, "gnulinux-" + NEW + "-advanced-x", NEW, "")
                                + entry(
                                        "Debian, with Linux " + NEW + " (recovery mode)",
                                        "new-recovery",
                                        NEW,
                                        " single")
                                + entry(
                                        "Debian, with Linux " + OLD + " (recovery mode)",
                                        "old-recovery",
                                        OLD,
                                        " single")
                                + entry("Debian, with Linux " + OLD, "gnulinux-" + OLD + "-advanced-x", OLD, "")
                                + "}\n")
                .file("/etc/default/grub", "GRUB_DEFAULT=0\nGRUB_TIMEOUT=5\n");
    }

    @Test
    void findsTheKernelWithoutInitramfsBesideAWholeOne() {
        server.tree.remove("/boot/initrd.img-" + NEW);

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-previous-kernel",
                        Severity.CRITICAL,
                        "The kernel " + NEW + " does not start, and " + OLD + " is complete",
                        List.of(
                                "/boot/initrd.img-" + NEW + ": there is no such file",
                                "/boot/grub/grub.cfg: the default is '0', which is 'Debian GNU/Linux'",
                                "'Debian, with Linux " + OLD + "' starts " + OLD
                                        + ", which has its initramfs and its modules"),
                        Optional.of("boot-previous-kernel")));
    }

    @Test
    void setsTheDefaultWhereGrubAndItsNextConfigurationReadIt() {
        server.tree.remove("/boot/initrd.img-" + NEW);

        assertThat(plan(Choice.DEFAULT).steps())
                .containsExactly(
                        replace(GRUB_CFG, "set default=\"0\"", "set default=\"" + WORD + "\""),
                        replace("/etc/default/grub", "GRUB_DEFAULT=0", "GRUB_DEFAULT=\"" + WORD + "\""));
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void startsTheOtherKernelOnce() {
        server.tree.remove("/boot/initrd.img-" + NEW);

        assertThat(plan(ONCE).steps())
                .containsExactly(new Step.CreateFile(
                        GRUBENV, GrubEnvironment.EMPTY.with("next_entry", WORD).file(), new FileMode(0644)));
        server.repaired(recipe, ONCE);
    }

    @Test
    void savesTheEntryWhereGrubTakesTheSavedOne() {
        server.tree.remove("/boot/initrd.img-" + NEW);
        server.replace(GRUB_CFG, "set default=\"0\"", "set default=\"${saved_entry}\"");
        FileText before =
                GrubEnvironment.EMPTY.with("saved_entry", "gnulinux-simple-x").file();
        server.tree.file(GRUBENV, before.text());

        assertThat(plan(Choice.DEFAULT).steps())
                .containsExactly(new Step.ReplaceFile(
                        GRUBENV,
                        before,
                        GrubEnvironment.EMPTY.with("saved_entry", WORD).file()));
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void takesBackWhatIsToBeStartedOnce() {
        server.tree
                .remove("/boot/initrd.img-" + NEW)
                .file(
                        GRUBENV,
                        GrubEnvironment.EMPTY.with("next_entry", "0").file().text());

        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUBENV))
                .isEqualTo(GrubEnvironment.EMPTY.with("next_entry", "").file().text());
    }

    @Test
    void choosesAmongTheEntryFilesOfRhel() {
        kernel("0-rescue-0123");
        server.tree
                .remove(GRUB_CFG)
                .remove("/boot/initrd.img-" + NEW)
                .file("/boot/grub2/grub.cfg", "load_env\nset default=\"${saved_entry}\"\nblscfg\n");
        entryFile(NEW);
        entryFile(OLD);
        entryFile("0-rescue-0123");

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/grub2/grubenv"))
                .isEqualTo(GrubEnvironment.EMPTY
                        .with("saved_entry", "0123-" + OLD)
                        .file()
                        .text());
        assertThat(plan(ONCE).steps()).isEmpty();
        assertThat(plan(ONCE).warnings()).singleElement().asString().contains("choose 'Alma " + OLD + "' in the menu");
    }

    @Test
    void setsTheNumberInTheMenuOfGrubLegacy() {
        server.tree
                .remove(GRUB_CFG)
                .remove("/boot/initrd.img-" + NEW)
                .file("/boot/grub/menu.lst", "default\t\t0\ntimeout 5\n" + legacy(NEW) + legacy(OLD));

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/grub/menu.lst"))
                .startsWith("default\t\t1\ntimeout 5\n");
    }

    @Test
    void findsTheKernelThatPanickedInTheLastBoot() {
        log("/var/log/kern.log", boot(OLD), "kernel: all is well", boot(NEW), PANIC);

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence()).first().isEqualTo("/var/log/kern.log: " + PANIC));
        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUB_CFG)).contains("set default=\"" + WORD + "\"");
    }

    @Test
    void findsNothingInAPanicThatABootFollowed() {
        log("/var/log/kern.log", boot(NEW), PANIC, boot(NEW), "kernel: all is well");
        assertThat(recipe.diagnose(server.system())).isEmpty();

        log("/var/log/kern.log", boot(OLD), PANIC);
        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/boot/vmlinuz-", "/boot/initrd.img-", "/usr/lib/modules/"})
    void choosesNoKernelThatIsNotWhole(String part) {
        server.tree.remove("/boot/initrd.img-" + NEW).remove(part + OLD);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/boot/vmlinuz-", "/boot/initrd.img-", "/usr/lib/modules/"})
    void findsWhicheverPartIsMissing(String part) {
        server.tree.remove(part + NEW);

        assertThat(recipe.diagnose(server.system())).hasSize(1);
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void choosesNoKernelThatIsSentToAnotherRoot() {
        server.tree.remove("/boot/initrd.img-" + NEW);
        server.replace(GRUB_CFG, "vmlinuz-" + OLD + ROOT, "vmlinuz-" + OLD + " root=LABEL=gone ro");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan(Choice.DEFAULT).steps()).isEmpty();
    }

    // The entry that starts by itself is whole: that another one is not stops no boot.
    @Test
    void findsNothingInABrokenKernelThatDoesNotStartByItself() {
        server.tree.remove("/boot/initrd.img-" + OLD);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/boot is not shown: bad superblock", "/usr is not shown: gone", "the journal was not read"})
    void cannotTellWhatIsMissingFromAViewThatIsIncomplete(String reason) {
        server.tree.remove("/boot/initrd.img-" + NEW);
        server.incomplete(reason);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).containsExactly("kernels may not be seen: " + reason);
    }

    @Test
    void seesKernelsThoughAnotherPartIsNotShown() {
        server.tree.remove("/boot/initrd.img-" + NEW);
        server.incomplete("/srv is not shown: gone");

        assertThat(recipe.diagnose(server.system())).hasSize(1);
    }

    private void kernel(String release) {
        TestTree tree = server.tree;
        tree.put("/boot/vmlinuz-" + release, tree.node("/boot/vmlinuz-" + NEW))
                .put("/boot/initrd.img-" + release, tree.node("/boot/initrd.img-" + NEW))
                .file("/usr/lib/modules/" + release + "/modules.dep", "");
    }

    private static String entry(String title, String id, String release, String more) {
        return "menuentry '" + title + "' $menuentry_id_option '" + id + "' {\n\tlinux\t/boot/vmlinuz-" + release + ROOT
                + more + "\n\tinitrd\t/boot/initrd.img-" + release + "\n}\n";
    }

    private static String legacy(String release) {
        return "title " + release + "\nkernel /boot/vmlinuz-" + release + ROOT + "\ninitrd /boot/initrd.img-" + release
                + "\n";
    }

    private void entryFile(String release) {
        server.tree.file(
                "/boot/loader/entries/0123-" + release + ".conf",
                "title Alma " + release + "\nversion " + release + "\nlinux /boot/vmlinuz-" + release
                        + "\ninitrd /boot/initrd.img-" + release + "\noptions" + ROOT + "\n");
    }

    private void log(String path, String... lines) {
        server.tree.file(path, String.join("\n", lines) + "\n");
    }

    private static String boot(String release) {
        return "Nov 20 10:00:00 web1 kernel: [    0.000000] Linux version " + release
                + " (debian-kernel@lists.debian.org)";
    }

    private Step replace(String path, String before, String after) {
        String text = server.text(path);
        return new Step.ReplaceFile(path, FileText.of(text), FileText.of(text.replace(before, after)));
    }

    private Plan plan(Choice choice) {
        return recipe.plan(server.system(), choice);
    }
}
