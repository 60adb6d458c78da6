package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrubStubsTest {

    private static final String DEBIAN_STUB = "/boot/efi/EFI/debian/grub.cfg";
    private static final String EL_STUB = "/boot/efi/EFI/almalinux/grub.cfg";

    private final StartingServer server = new StartingServer();
    private final BootLoader recipe = new BootLoader((device, offset, length) -> new byte[length], () -> true);

    @BeforeEach
    void installGrub() {
        server.tree
                .file("/usr/sbin/grub-install", "")
                .file("/usr/sbin/grub-mkconfig", "")
                .file("/etc/debian_version", "12.11\n")
                .file("/boot/efi/EFI/debian/grubx64.efi", "a loader");
    }

    @Test
    void findsThatTheStubOfDebianSearchesForAFilesystemThatIsNoMore() {
        debianStub("search.fs_uuid " + StartingServer.NOWHERE + " root hd0,gpt2 \n"
                + "set prefix=($root)'/grub'\nconfigfile $prefix/grub.cfg\n");

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "boot-loader",
                        Severity.CRITICAL,
                        "GRUB does not find its menu",
                        List.of("EFI/debian/grub.cfg on /boot/efi searches for UUID=" + StartingServer.NOWHERE
                                + ": no device here has this UUID"),
                        Optional.of("boot-loader")));
        assertThat(stubAfterRepair(DEBIAN_STUB))
                .isEqualTo("search.fs_uuid " + StartingServer.ROOT + " root hd0,gpt2 \n"
                        + "set prefix=($root)'/boot/grub'\nconfigfile $prefix/grub.cfg\n");
    }

    @Test
    void leavesAStubAloneThatFindsItsFilesystem() {
        debianStub(stubOfDebian(StartingServer.ROOT));

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void leavesAStubAloneThatSearchesForWhatMayBeInSomethingThatIsNotOpened() {
        server.disks.partition("/dev/vda6", "crypto_LUKS");
        debianStub(stubOfDebian(StartingServer.NOWHERE));

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void leavesTheStubOfASystemAloneThatIsNoMore() {
        debianStub(stubOfDebian(StartingServer.ROOT));
        server.tree
                .file("/boot/efi/EFI/ubuntu/shimx64.efi", "a shim")
                .file("/boot/efi/EFI/ubuntu/grubx64.efi", "a loader")
                .file("/boot/efi/EFI/ubuntu/grub.cfg", stubOfDebian(StartingServer.NOWHERE));

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void makesTheLostStubOfDebianAnewBesideAShim() {
        assertThat(recipe.diagnose(server.system()))
                .as("grub-install puts the lines into GRUB itself")
                .isEmpty();
        server.tree.file("/boot/efi/EFI/debian/shimx64.efi", "a shim");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("EFI/debian/grub.cfg on /boot/efi is missing, and GRUB does not find its menu");
        assertThat(steps())
                .containsExactly(new Step.CreateFile(
                        DEBIAN_STUB,
                        FileText.of(stubOfDebian(StartingServer.ROOT)),
                        server.tree.node("/boot/efi/EFI/debian/grubx64.efi").mode()));
        server.repaired(recipe, Choice.DEFAULT);
    }

    // EL is a tree of files here, and no disk.
    @Test
    void makesTheLostStubOfEl9AnewWhereBootIsOnTheRoot() {
        el9();
        server.tree.file("/boot/grub2/grub.cfg", "blscfg\n");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("EFI/almalinux/grub.cfg on /boot/efi is missing, and GRUB does not find its menu");
        assertThat(stubAfterRepair(EL_STUB)).isEqualTo("""
                search --no-floppy --root-dev-only --fs-uuid --set=dev ROOT
                set prefix=($dev)/boot/grub2
                export $prefix
                configfile $prefix/grub.cfg
                """.replace("ROOT", StartingServer.ROOT));
    }

    @Test
    void makesTheEmptyStubOfEl9AnewWhereBootIsAFilesystemOfItsOwn() {
        el9();
        server.disks.partition("/dev/vda6", "xfs", "b007b007-0001-4000-8000-000000000000", "");
        server.fstabLine("UUID=b007b007-0001-4000-8000-000000000000 /boot xfs defaults 0 0");
        server.tree.file("/boot/grub2/grub.cfg", "blscfg\n").file(EL_STUB, "");

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly("EFI/almalinux/grub.cfg on /boot/efi is empty, and GRUB does not find its menu");
        assertThat(stubAfterRepair(EL_STUB)).isEqualTo("""
                search --no-floppy --root-dev-only --fs-uuid --set=dev b007b007-0001-4000-8000-000000000000
                set prefix=($dev)/grub2
                export $prefix
                configfile $prefix/grub.cfg
                """);
    }

    @Test
    void keepsTheRestOfAStubOfEl9ThatSearchesForAFilesystemThatIsNoMore() {
        el9();
        String stub = """
                search --no-floppy --root-dev-only --fs-uuid --set=dev NOWHERE
                set prefix=($dev)/grub2

                export $prefix
                configfile $prefix/grub.cfg
                uki
                """.replace("NOWHERE", StartingServer.NOWHERE);
        server.tree.file("/boot/grub2/grub.cfg", "blscfg\n").file(EL_STUB, stub);

        assertThat(stubAfterRepair(EL_STUB))
                .isEqualTo(stub.replace(StartingServer.NOWHERE, StartingServer.ROOT)
                        .replace("/grub2", "/boot/grub2"));
    }

    // GRUB finds no array with --root-dev-only until grub2 2.06-80 of EL 9, and knows no such word until November 2023.
    @Test
    void leavesOutTheWordThatDoesNotFindAnArray() {
        el9();
        server.disks = new TestDisks()
                .disk("/dev/sda")
                .esp("/dev/sda1", "5E77-E700")
                .partition("/dev/sda2", "linux_raid_member")
                .disk("/dev/sdb")
                .esp("/dev/sdb1", "5E77-E7FF")
                .partition("/dev/sdb2", "linux_raid_member")
                .array("/dev/md0", "raid1", "ext4", StartingServer.ROOT, "/dev/sda2", "/dev/sdb2");
        server.rootDevice = "/dev/md0";
        server.tree.file("/boot/grub2/grub.cfg", "blscfg\n");

        assertThat(steps())
                .filteredOn(it -> it.path().equals(EL_STUB))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.CreateFile.class,
                        it -> assertThat(it.content().text())
                                .startsWith("search --no-floppy --fs-uuid --set=dev " + StartingServer.ROOT + "\n"));
    }

    @Test
    void makesStubAndMenuOfEl9AnewWhereBothAreLost() {
        el9();

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .containsExactly(
                        "EFI/almalinux/grub.cfg on /boot/efi is missing, and GRUB does not find its menu",
                        "/boot/grub2/grub.cfg: there is no such file, and so no menu");
        assertThat(steps()).hasSize(2).last().isInstanceOf(Step.RunProgram.class);
    }

    @Test
    void leavesTheLostMenuOfEl8ToItsPackages() {
        el9();
        server.tree.remove("/usr/bin/gen_grub_cfgstub");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void namesTheProgramWhereGrubHasToUnlockBoot() {
        server.onLuks();
        debianStub(stubOfDebian(StartingServer.NOWHERE));

        Finding finding = recipe.diagnose(server.system()).get(0);

        assertThat(finding.recipe()).isEmpty();
        assertThat(finding.evidence()).last().asString().contains("/dev/mapper/vda2_crypt", "grub-install");
        assertThat(steps()).isEmpty();
    }

    @Test
    void givesEachTwinTheSameRightStub() {
        withTwin();
        debianStub(stubOfDebian(StartingServer.NOWHERE));

        assertThat(steps())
                .contains(
                        new Step.ReplaceFile(
                                DEBIAN_STUB,
                                FileText.of(stubOfDebian(StartingServer.NOWHERE)),
                                FileText.of(stubOfDebian(StartingServer.ROOT))),
                        new Step.CreateFile(
                                "/boot/efi2/EFI/debian/grub.cfg",
                                FileText.of(stubOfDebian(StartingServer.ROOT)),
                                server.tree.node(DEBIAN_STUB).mode()));
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void takesTheLostStubFromTheTwinThatHasIt() {
        withTwin();
        String stub = stubOfDebian(StartingServer.ROOT) + "# of its own\n";
        server.tree
                .file("/boot/efi/EFI/debian/shimx64.efi", "a shim")
                .file("/boot/efi2/EFI/BOOT/BOOTX64.EFI", "a shim")
                .file("/boot/efi2/EFI/debian/shimx64.efi", "a shim")
                .file("/boot/efi2/EFI/debian/grubx64.efi", "a loader")
                .file("/boot/efi2/EFI/debian/grub.cfg", stub);

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        assertThat(stubAfterRepair(DEBIAN_STUB)).isEqualTo(stub);
    }

    private void debianStub(String text) {
        server.tree.file(DEBIAN_STUB, text);
    }

    private static String stubOfDebian(String uuid) {
        return "search.fs_uuid " + uuid + " root\nset prefix=($root)'/boot/grub'\nconfigfile $prefix/grub.cfg\n";
    }

    private String stubAfterRepair(String path) {
        return server.repaired(recipe, Choice.DEFAULT, path);
    }

    private void el9() {
        server.disks = new TestDisks()
                .disk("/dev/vda")
                .esp("/dev/vda1", "5E77-E700")
                .partition("/dev/vda2", "ext4", StartingServer.ROOT, "");
        server.tree
                .remove("/usr/sbin/grub-install")
                .remove("/usr/sbin/grub-mkconfig")
                .remove("/etc/debian_version")
                .remove("/boot/grub/grub.cfg")
                .remove("/boot/efi/EFI/debian")
                .file("/usr/sbin/grub2-install", "")
                .file("/usr/sbin/grub2-mkconfig", "")
                .file(
                        "/usr/bin/gen_grub_cfgstub",
                        "search --no-floppy --root-dev-only --fs-uuid --set=dev ${BOOT_UUID}\n")
                .file("/boot/efi/EFI/almalinux/shimx64.efi", "a shim")
                .file("/boot/efi/EFI/almalinux/grubx64.efi", "a loader");
    }

    private void withTwin() {
        server.fstabLine("UUID=5E77-E701 /boot/efi2 vfat umask=0077 0 1");
        server.disks.partition("/dev/vda5", "vfat", "5E77-E701", "");
        server.tree.put("/boot/efi2", server.tree.node("/boot/efi"));
    }

    private List<Step> steps() {
        return recipe.plan(server.system(), Choice.DEFAULT).steps();
    }
}
