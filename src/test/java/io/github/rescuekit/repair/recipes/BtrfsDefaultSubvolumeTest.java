package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.RootSubvolume;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BtrfsDefaultSubvolumeTest {

    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String ROOT = "root=UUID=" + StartingServer.ROOT;
    private static final Subvolume SYSTEM = new Subvolume(256, "@");
    private static final Subvolume HOME = new Subvolume(257, "@home");

    private final StartingServer server = new StartingServer();
    private Subvolume system = SYSTEM;
    private Subvolume byDefault = SYSTEM;
    private final BtrfsDefaultSubvolume recipe = new BtrfsDefaultSubvolume(this::look);

    BtrfsDefaultSubvolumeTest() {
        server.disks = new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "vfat", "5E77-E700", "")
                .partition("/dev/vda2", "btrfs", StartingServer.ROOT, "");
    }

    private Optional<RootSubvolume> look(SystemFiles files) {
        return Optional.of(new RootSubvolume(system, byDefault, List.of(Subvolume.TOP, SYSTEM, HOME)));
    }

    @Test
    void findsNothingWhereTheDefaultHoldsTheSystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsADefaultWithoutTheSystem() {
        byDefault = HOME;

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "btrfs-default-subvolume",
                        Severity.CRITICAL,
                        "The kernel mounts the default subvolume as its root, and the system is in another one",
                        List.of(
                                "/boot/grub/grub.cfg line 6 has no rootflags=subvol=, and the default is @home (257)",
                                "the system is in @ (256)"),
                        Optional.of("btrfs-default-subvolume")));
    }

    @Test
    void makesTheSubvolumeOfTheSystemTheDefault() {
        byDefault = HOME;

        assertThat(steps()).containsExactly(new Step.SetDefaultSubvolume("/", 257, 256, "@"));
        byDefault = SYSTEM;
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsTheTopAsTheDefaultOfASystemInASubvolume() {
        byDefault = Subvolume.TOP;

        assertThat(recipe.diagnose(server.system()).get(0).evidence())
                .contains("/boot/grub/grub.cfg line 6 has no rootflags=subvol=, and the default is the top of the"
                        + " filesystem (5)");
        assertThat(steps()).containsExactly(new Step.SetDefaultSubvolume("/", 5, 256, "@"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"subvol=@", "subvol=/@", "compress=zstd,subvol=@", "subvolid=256", "subvol=@home", "subvolid=0"})
    void mindsNoDefaultWhereTheKernelIsToldWhichOneToMount(String flags) {
        server.replace(GRUB_CFG, ROOT, ROOT + " rootflags=" + flags);
        byDefault = HOME;

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "subvol=@old; subvol=@",
                "subvol=/@rootfs; subvol=@",
                "compress=zstd,subvol=@old,noatime; compress=zstd,subvol=@,noatime",
                "subvolid=300; subvol=@"
            })
    void namesTheRightOneToTheKernel(String flags, String right) {
        server.replace(GRUB_CFG, ROOT, ROOT + " rootflags=" + flags);
        String before = server.text(GRUB_CFG);

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.title()).startsWith("The kernel is to mount subvol"))
                .satisfies(it -> assertThat(it.evidence())
                        .containsExactly("/boot/grub/grub.cfg line 6: rootflags=" + flags, "the system is in @ (256)"));
        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUB_CFG))
                .isEqualTo(before.replace("rootflags=" + flags, "rootflags=" + right));
    }

    @Test
    void namesTheTopByItsNumber() {
        system = Subvolume.TOP;
        server.replace(GRUB_CFG, ROOT, ROOT + " rootflags=subvol=@old");

        assertThat(server.repaired(recipe, Choice.DEFAULT, GRUB_CFG)).contains("rootflags=subvolid=5");
    }

    @Test
    void looksAtNoOtherFilesystem() {
        byDefault = HOME;
        server.disks = new StartingServer().disks;

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
    }

    @Test
    void judgesNoKernelOfAnotherSystem() {
        byDefault = HOME;
        server.tree.remove("/usr/lib/modules/6.1.0-37-amd64/modules.dep");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void cannotTellWhenBtrfsDoesNot() {
        BtrfsDefaultSubvolume blind = new BtrfsDefaultSubvolume(files -> {
            throw new RescueException(ExitCode.TOOL_FAILED, "btrfs is not installed", "install btrfs-progs");
        });

        assertThat(blind.diagnose(server.system())).isEmpty();
        assertThat(blind.unknowns(server.system()))
                .containsExactly("which subvolume the boot mounts cannot be told: btrfs is not installed");
    }

    private List<Step> steps() {
        return recipe.plan(server.system(), Choice.DEFAULT).steps();
    }
}
