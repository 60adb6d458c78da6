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

class FstabSubvolumeTest {

    private static final Subvolume SYSTEM = new Subvolume(256, "@");
    private static final Subvolume HOME = new Subvolume(257, "@/home");
    private static final Subvolume DATA = new Subvolume(258, "@srv");

    private final StartingServer server = new StartingServer();
    private final FstabSubvolume recipe = new FstabSubvolume(FstabSubvolumeTest::look);

    FstabSubvolumeTest() {
        server.disks = new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "vfat", "5E77-E700", "")
                .partition("/dev/vda2", "btrfs", StartingServer.ROOT, "")
                .partition("/dev/vda3", "btrfs", "other", "");
    }

    private static Optional<RootSubvolume> look(SystemFiles files) {
        return Optional.of(new RootSubvolume(SYSTEM, SYSTEM, List.of(Subvolume.TOP, SYSTEM, HOME, DATA)));
    }

    // As the kernel of Debian 12 mounts them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "subvol=@/home",
                "subvol=/@/home,subvolid=257",
                "subvolid=257",
                "noatime",
                "subvol=/",
                "subvolid=0",
                "subvol=@home,nofail",
                "subvol=@home,noauto"
            })
    void findsNothingThatTheKernelWouldRefuse(String options) {
        home(options);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(steps("correct")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "noatime,subvol=/@home,ssd; noatime,subvol=/@/home,ssd; there is no subvolume /@home",
                "subvol=@home,subvolid=300; subvol=@/home; there is no subvolume @home",
                "subvol=@old,subvolid=257; subvol=@/home,subvolid=257; there is no subvolume @old; the number is that of"
                        + " @/home (257)",
                "subvol=@old,subvolid=5; subvol=/,subvolid=5; there is no subvolume @old; the number is that of the top of"
                        + " the filesystem (5)",
                "subvol=@/home,subvolid=258; subvol=@/home; it names @/home (257) and, by subvolid=258, @srv (258)",
                "subvolid=300,subvol=/@/home; subvol=/@/home; it names @/home (257) and, by subvolid=300, none that is"
                        + " there"
            })
    void namesTheOneThatIsCertainlyMeant(String options, String right) {
        home(options);
        String before = server.text("/etc/fstab");

        assertThat(recipe.diagnose(server.system())).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(it.title()).startsWith("The boot stops at line ").contains("(/home) of /etc/fstab");
            assertThat(it.evidence()).last().isEqualTo("its options become " + right);
        });
        assertThat(steps("correct")).singleElement().isInstanceOfSatisfying(Step.ReplaceFile.class, it -> {
            assertThat(it.after().text()).isEqualTo(before.replace("btrfs " + options, "btrfs " + right));
        });

        server.replace("/etc/fstab", "btrfs " + options, "btrfs " + right);
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(steps("correct")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subvol=@www", "subvolid=300", "subvol=@"})
    void guessesNothing(String options) {
        home("subvol=@/home");
        server.fstabLine("UUID=" + StartingServer.ROOT + " /srv/www btrfs " + options + "x 0 0");

        assertThat(recipe.diagnose(server.system()))
                .extracting(Finding::evidence)
                .allMatch(it -> it.get(1).equals("no other subvolume is certainly what it means"));
        assertThat(steps("correct")).singleElement().isInstanceOfSatisfying(Step.ReplaceFile.class, it -> {
            assertThat(it.after().text()).contains(" /srv/www btrfs " + options + "x,nofail 0 0");
        });
    }

    @Test
    void neverLetsTheBootGoOnWithoutUsr() {
        server.fstabLine("UUID=" + StartingServer.ROOT + " /usr btrfs subvol=@gone 0 0");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.recipe()).isEmpty());
        assertThat(steps("correct")).isEmpty();
        assertThat(steps("nofail")).isEmpty();
    }

    @Test
    void takesNoSubvolumeThatAnotherLineMeans() {
        home("subvol=@/home");
        server.fstabLine("UUID=" + StartingServer.ROOT + " /srv/home btrfs subvol=home 0 0");

        assertThat(steps("correct")).singleElement().isInstanceOfSatisfying(Step.ReplaceFile.class, it -> {
            assertThat(it.after().text()).contains(" /srv/home btrfs subvol=home,nofail 0 0");
        });
    }

    @Test
    void leavesOtherFilesystemsAndTheRootAlone() {
        server.fstabLine("UUID=other /srv btrfs subvol=@gone 0 0");
        server.fstabLine("UUID=" + StartingServer.ROOT + " / btrfs subvol=@gone 0 0");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void letsTheBootGoOnWithoutTheLine() {
        home("subvol=@home");

        assertThat(steps("nofail")).singleElement().isInstanceOfSatisfying(Step.ReplaceFile.class, it -> {
            assertThat(it.after().text()).contains("btrfs subvol=@home,nofail 0 0");
        });
    }

    @Test
    void saysWhatItCannotTell() {
        home("subvol=@home");
        FstabSubvolume blind = new FstabSubvolume(files -> {
            throw new RescueException(ExitCode.TOOL_FAILED, "btrfs is not installed", "install it");
        });

        assertThat(blind.diagnose(server.system())).isEmpty();
        assertThat(blind.unknowns(server.system()))
                .containsExactly("which subvolumes there are cannot be told: btrfs is not installed");
    }

    private void home(String options) {
        server.fstabLine("UUID=" + StartingServer.ROOT + " /home btrfs " + options + " 0 0");
    }

    private List<Step> steps(String remedy) {
        return recipe.plan(server.system(), new Choice(Optional.of(remedy), List.of()))
                .steps();
    }
}
