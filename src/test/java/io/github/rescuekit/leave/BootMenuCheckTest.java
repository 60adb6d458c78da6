package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootMenuCheckTest {

    private static final String ROOT_ARGUMENT = "root=UUID=" + Server.ROOT;

    private final Server server = new Server();

    @Test
    void followsTheDefaultEntryToItsFilesAndToTheRoot() {
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence())
                .containsExactly(
                        "/boot/grub/grub.cfg: the default is '0', which is 'Debian GNU/Linux'",
                        BootableTree.VMLINUZ,
                        BootableTree.INITRD,
                        ROOT_ARGUMENT + " is /dev/vda3");
    }

    @Test
    void failsWithoutAConfiguration() {
        server.tree.remove(BootableTree.GRUB_CFG);

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().summary()).isEqualTo("there is no configuration of a boot loader");
    }

    @Test
    void followsTheNewestEntryOfSystemdBoot() {
        String kernel = systemdBoot("");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence())
                .containsExactly(
                        "/boot/efi/loader/entries/token-" + BootableTree.KERNEL
                                + ".conf: the newest entry, which is 'Debian'",
                        "/boot/efi" + kernel,
                        "/boot/efi/token/initrd",
                        ROOT_ARGUMENT + " is /dev/vda3");
        assertThat(server.doubts()).isEmpty();
    }

    @Test
    void failsWhenTheKernelThatSystemdBootStartsByDefaultIsGone() {
        systemdBoot("default *-6.1.0-9-*\n");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence())
                .startsWith("/boot/efi/loader/entries/token-6.1.0-9-amd64.conf line 1, /token/6.1.0-9-amd64/linux:"
                        + " there is no such file");
    }

    @Test
    void cannotTellOfAKernelThatHasItsArgumentsInItself() {
        systemdBoot("");
        server.tree.remove("/boot/efi/loader/entries").file("/boot/efi/EFI/Linux/debian.efi", "all in one");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().evidence()).containsExactly("/boot/efi/EFI/Linux/debian.efi");
    }

    @Test
    void cannotTellOfEntriesOnAPartitionThatIsNotMounted() {
        server.fstabLine("UUID=5E77-E700 /boot/efi vfat umask=0077 0 1")
                .notMounted("/boot/efi", "it is damaged")
                .tree
                .remove(BootableTree.GRUB_CFG);

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private String systemdBoot(String configuration) {
        String kernel = "/token/" + BootableTree.KERNEL + "/linux";
        server.fstabLine("UUID=5E77-E700 /boot/efi vfat umask=0077 0 1")
                .tree
                .remove(BootableTree.GRUB_CFG)
                .file("/boot/efi/EFI/systemd/systemd-bootx64.efi", "systemd-boot")
                .file("/boot/efi/loader/loader.conf", configuration)
                .file("/boot/efi/loader/entries/token-" + BootableTree.KERNEL + ".conf", entry(BootableTree.KERNEL))
                .file("/boot/efi/loader/entries/token-6.1.0-9-amd64.conf", entry("6.1.0-9-amd64"))
                .put("/boot/efi" + kernel, server.tree.node(BootableTree.VMLINUZ))
                .put("/boot/efi/token/initrd", server.tree.node(BootableTree.INITRD));
        return kernel;
    }

    private static String entry(String release) {
        return "title Debian\nversion " + release + "\nlinux /token/" + release
                + "/linux\ninitrd /token/initrd\noptions " + ROOT_ARGUMENT + " ro\n";
    }

    @Test
    void failsWithAConfigurationWithoutEntries() {
        server.tree.file(BootableTree.GRUB_CFG, "set timeout=5\n");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).containsExactly(BootableTree.GRUB_CFG);
    }

    @Test
    void failsWhenTheKernelIsGone() {
        server.tree.remove(BootableTree.VMLINUZ);

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence())
                .first()
                .isEqualTo("/boot/grub/grub.cfg line 6, " + BootableTree.VMLINUZ + ": there is no such file");
    }

    @Test
    void failsWhenTheInitramfsIsGone() {
        server.tree.remove(BootableTree.INITRD);

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "root=UUID=0ffba5ed-0000-4000-8000-000000000000, no device here has this UUID",
        "root=LABEL=nowhere, no device here has this LABEL",
        "root=/dev/loop0p3, nothing here has this name",
        "root=/dev/mapper/vg-root, nothing here has this name"
    })
    void failsWhenTheRootIsNowhere(String argument, String why) {
        rootArgument(argument);

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence())
                .first()
                .isEqualTo("/boot/grub/grub.cfg line 6, " + argument + ": " + why
                        + "; the boot stops before the root is mounted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root=PARTUUID=part-/dev/vda3", "root=LABEL=root", "root=/dev/sda3", "root=/dev/xvda3"})
    void takesEveryNameThatCanMeanTheRoot(String argument) {
        rootArgument(argument);

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void cannotTellWhichPartitionANameMeansThatIsNotTheRoots() {
        rootArgument("root=/dev/sda1");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void suspectsThatItStartsAnotherSystem() {
        rootArgument("root=UUID=" + Server.VAR);

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().evidence()).first().asString().contains("starts the system on /dev/vda4, not the one on");
    }

    @Test
    void cannotTellWithoutARootArgument() {
        rootArgument("ro");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void failsWhenAUuidIsToBeFoundWithoutAnInitramfs() {
        grubCfg("\tinitrd\t" + BootableTree.INITRD, "");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).first().asString().endsWith("needs an initramfs, and none is loaded");
    }

    @Test
    void onlySuspectsASearchThatFindsNothing() {
        grubCfg("--set=root " + Server.ROOT, "--set=root " + Server.NOWHERE);

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void looksForPathsOnTheFilesystemThatIsSearchedFor() {
        String boot = "5e77e700-0006-4000-8000-000000000000";
        server.partition("/dev/vda6", "ext4", boot).fstabLine("UUID=" + boot + " /boot ext4 defaults 0 2");
        grubCfg("--set=root " + Server.ROOT, "--set=root " + boot);
        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);

        grubCfg(BootableTree.VMLINUZ, BootableTree.VMLINUZ.substring("/boot".length()));
        grubCfg(BootableTree.INITRD, BootableTree.INITRD.substring("/boot".length()));
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void seesABtrfsFromItsTopAsGrubDoes() {
        server.on(new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "ext4")
                .partition("/dev/vda2", "ext4")
                .partition("/dev/vda3", "btrfs", Server.ROOT, "root"));
        grubCfg(BootableTree.VMLINUZ, "/@" + BootableTree.VMLINUZ);
        grubCfg(BootableTree.INITRD, "/@" + BootableTree.INITRD);

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void passesOverAnotherSystemInTheMenu() {
        server.tree.file(
                BootableTree.GRUB_CFG,
                text() + "menuentry 'Old Debian (on /dev/sdz1)' {\n\tlinux /vmlinuz root=/dev/sdz1\n}\n");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void takesTheEntryThatWasSaved() {
        server.tree
                .file(
                        BootableTree.GRUB_CFG,
                        "set default=\"${saved_entry}\"\n" + text().substring(text().indexOf("menuentry"))
                                + "menuentry 'Broken' --id broken {\n\tlinux /boot/gone root=/dev/sda1\n}\n")
                .file("/boot/grub/grubenv", "# GRUB Environment Block\nsaved_entry=broken\n####");
        assertThat(verdict().summary()).isEqualTo("'Broken' does not start");

        server.tree.file("/boot/grub/grubenv", "# GRUB Environment Block\nsaved_entry=0\n####");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void looksForAnEntryOnlyInItsOwnMenu() {
        server.tree.file(
                BootableTree.GRUB_CFG,
                text().replace("default=\"0\"", "default=\"more>other\"")
                        + "submenu 'More' --id more {\nmenuentry 'Other' --id other {\n\tlinux /boot/gone\n}\n}\n");
        assertThat(verdict().summary()).isEqualTo("'Other' does not start");

        grubCfg("more>other", "other");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void takesTheEntryThatIsToBeStartedOnce() {
        server.tree
                .file(BootableTree.GRUB_CFG, text() + "menuentry 'Other' {\n\tchainloader +1\n}\n")
                .file("/boot/grub/grubenv", "# GRUB Environment Block\nnext_entry=Other\n");

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().evidence()).first().isEqualTo("'Other' starts no Linux of this system");
    }

    @Test
    void takesTheFirstEntryWhereTheDefaultIsNotInTheMenu() {
        grubCfg("default=\"0\"", "default=\"gone\"");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).first().asString().contains("'gone' is not in the menu: the first entry");
    }

    @Test
    void readsTheEntryFilesOfRhel() {
        String id = "0123456789abcdef0123456789abcdef-" + BootableTree.KERNEL;
        entryFile(id, "options root=UUID=" + Server.ROOT + " ro");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).first().asString().contains("the default is '" + id + "'");
    }

    @Test
    void failsWhenTheKernelOptionsWereLostWithTheEnvironment() {
        entryFile("rhel-8", "options $kernelopts $tuned_params");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).first().asString().endsWith("grubenv has lost it");

        server.tree.file("/boot/grub2/grub.cfg", "set kernelopts=\"" + ROOT_ARGUMENT + " ro \"\nblscfg\n");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);

        server.tree.file("/boot/grub2/grub.cfg", "blscfg\n");
        server.tree.file("/boot/grub2/grubenv", "saved_entry=rhel-8\nkernelopts=" + ROOT_ARGUMENT + " ro\n");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void readsTheMenuOfGrubLegacy() {
        server.tree
                .remove(BootableTree.GRUB_CFG)
                .file(
                        "/boot/grub/menu.lst",
                        "default 0\ntitle Debian 6\nroot (hd0,2)\nkernel " + BootableTree.VMLINUZ
                                + " root=/dev/sda3 ro\ninitrd " + BootableTree.INITRD + "\n");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void readsTheMenuOfExtlinux() {
        server.tree
                .remove(BootableTree.GRUB_CFG)
                .file("/boot/vmlinuz-lts", BootableTree.kernel())
                .file("/boot/initramfs-lts", BootableTree.initramfs())
                .file(
                        "/boot/extlinux.conf",
                        "DEFAULT lts\nLABEL lts\n LINUX vmlinuz-lts\n INITRD initramfs-lts\n APPEND " + ROOT_ARGUMENT);

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private void entryFile(String id, String options) {
        server.tree
                .remove(BootableTree.GRUB_CFG)
                .file("/boot/grub2/grub.cfg", "set default=\"${saved_entry}\"\nblscfg\n")
                .file("/boot/grub2/grubenv", "# GRUB Environment Block\nsaved_entry=" + id + "\n")
                .file(
                        "/boot/loader/entries/" + id + ".conf",
                        "title AlmaLinux\nversion " + BootableTree.KERNEL + "\nlinux " + BootableTree.VMLINUZ
                                + "\ninitrd " + BootableTree.INITRD + " $tuned_initrd\n" + options + "\n");
    }

    private void rootArgument(String argument) {
        grubCfg(ROOT_ARGUMENT, argument);
    }

    private void grubCfg(String before, String after) {
        assertThat(text()).contains(before);
        server.tree.file(BootableTree.GRUB_CFG, text().replace(before, after));
    }

    private String text() {
        return server.tree.node(BootableTree.GRUB_CFG).content();
    }

    private LeaveVerdict verdict() {
        return server.verdict("boot menu");
    }
}
