package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrypttabMissingDeviceTest {

    private static final String CRYPTTAB = StartingServer.CRYPTTAB;
    private static final String FSTAB = StartingServer.FSTAB;
    private static final String HEADER = StartingServer.CRYPTTAB_HEADER;
    private static final String GONE = "UUID=" + StartingServer.NOWHERE;
    private static final String VOLUME = "1b5e77e7-0005-4000-8000-000000000000";
    private static final String DATA = "5e77e700-0005-4000-8000-000000000000";
    private static final String LINE = "data " + GONE + " /etc/keys/data luks";

    private final Map<String, String> lastMounted = new HashMap<>();
    private final StartingServer server = new StartingServer().fstabLine("/dev/mapper/data /srv ext4 defaults 0 2");
    private final CrypttabMissingDevice recipe =
            new CrypttabMissingDevice(device -> Optional.ofNullable(lastMounted.get(device.path())));

    @Test
    void findsNothingWhereTheDeviceIsHere() {
        openAs("luks-data");
        server.crypttab("data UUID=" + VOLUME + " /etc/keys/data luks");

        assertSilent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spare " + GONE + " none luks,noauto",
                "spare " + GONE + " none luks,nofail",
                "swap0 /dev/vdz1 /dev/urandom swap,cipher=aes-xts-plain64",
                "file /home/image.luks none luks"
            })
    void findsNothingThatTheBootDoesNotWaitFor(String line) {
        openAs("data");
        server.crypttab("data UUID=" + VOLUME + " /etc/keys/data luks", line);

        assertSilent();
    }

    @Test
    void leavesTheRootsOwnLineToAnotherRecipe() {
        server.onLuks().crypttab("vda2_crypt " + GONE + " none luks");
        server.replace(FSTAB, "/dev/mapper/data /srv ext4 defaults 0 2\n", "");

        assertSilent();
    }

    private void assertSilent() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan("correct").steps()).isEmpty();
    }

    @Test
    void tellsWhatIsMountedFromIt() {
        server.crypttab(LINE);

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "crypttab-missing-device",
                        Severity.CRITICAL,
                        "The boot stops at line 2 (data) of /etc/crypttab: " + GONE + " is on no disk",
                        List.of(
                                "line 2 of /etc/crypttab: data is unlocked from " + GONE
                                        + ": no device here has this UUID",
                                "line 6 of /etc/fstab mounts /dev/mapper/data on /srv, which it holds",
                                "nothing on these disks is certainly what it means"),
                        Optional.of("crypttab-missing-device")));
        assertThat(new FstabMissingDevice(device -> Optional.empty()).diagnose(server.system()))
                .isEmpty();
    }

    @Test
    void onlyWaitsWhereFstabNeedsItNot() {
        server.crypttab("spare " + GONE + " none luks");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.WARNING))
                .satisfies(it -> assertThat(it.title()).startsWith("The boot waits at line 2 (spare)"));
    }

    @Test
    void namesTheVolumeThatItsKeyOpened() {
        openAs("data");
        server.crypttab(LINE);

        assertThat(plan("correct").steps())
                .containsExactly(new Step.ReplaceFile(
                        CRYPTTAB, FileText.of(HEADER + LINE + "\n"), FileText.of(HEADER + right() + "\n")));
        assertThat(plan("correct").warnings())
                .containsExactly(
                        "line 2 (data) will mean UUID=" + VOLUME + ", for /dev/vdb1 is unlocked here as data.");
        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB)).isEqualTo(HEADER + right() + "\n");
    }

    @Test
    void namesTheVolumeWhoseFilesystemWasLastMountedThere() {
        openAs("luks-" + VOLUME);
        lastMounted.put("/dev/mapper/luks-" + VOLUME, "/srv");
        server.crypttab(LINE, "other UUID=0ffba5ed-0001-4000-8000-000000000000 none luks,nofail");

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB)).contains(right());
    }

    @Test
    void namesTheVolumeThatHoldsWhatFstabMounts() {
        openAs("luks-" + VOLUME);
        server.replace(FSTAB, "/dev/mapper/data", "UUID=" + DATA).crypttab(LINE);

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .contains("/dev/vdb1 (UUID=" + VOLUME + ") holds what line 6 of /etc/fstab mounts"));
        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB)).contains(right());
    }

    @Test
    void namesTheOnlyVolumeOfTheRightContent() {
        openAs("luks-" + VOLUME);
        server.crypttab(LINE);

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB)).contains(right());
    }

    @ParameterizedTest
    @CsvSource({"xfs, ''", "ext4, /backup"})
    void takesNoVolumeThatMayBeAnother(String type, String directory) {
        openAs("luks-" + VOLUME);
        server.replace(FSTAB, "/srv ext4", "/srv " + (type.equals("ext4") ? "ext4" : "btrfs"));
        if (!directory.isEmpty()) {
            lastMounted.put("/dev/mapper/luks-" + VOLUME, directory);
        }
        server.crypttab(LINE);

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB)).isEqualTo(HEADER + LINE + ",nofail\n");
    }

    @Test
    void takesNoVolumeOfADiskThatMayBeAnothers() {
        openAs("luks-" + VOLUME);
        server.disks.partition("/dev/vdb2", "ext4", "0ffba5ed-0002-4000-8000-000000000000", "");
        server.crypttab(LINE);

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB)).isEqualTo(HEADER + LINE + ",nofail\n");
    }

    @Test
    void guessesNotWhichOfTwoLinesIsMeant() {
        openAs("luks-" + VOLUME);
        server.crypttab(LINE, "more UUID=0ffba5ed-0001-4000-8000-000000000000 none luks");

        assertThat(server.repaired(recipe, Choice.DEFAULT, CRYPTTAB))
                .isEqualTo(
                        HEADER + LINE + ",nofail\nmore UUID=0ffba5ed-0001-4000-8000-000000000000 none luks,nofail\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "data\t" + GONE + "; data\t" + GONE + " none nofail",
                "data " + GONE + " -; data " + GONE + " - nofail",
                "data " + GONE + " /key  luks,discard; data " + GONE + " /key  luks,discard,nofail",
                "data " + GONE + " none luks,noauto; data " + GONE + " none luks,noauto,nofail"
            })
    void letsTheBootGoOnWithout(String before, String after) {
        server.crypttab(before);

        assertThat(server.repaired(recipe, TestRepair.remedy("nofail"), CRYPTTAB))
                .isEqualTo(HEADER + after + "\n");
        assertThat(server.repaired(recipe, TestRepair.remedy("nofail"), FSTAB))
                .endsWith("/dev/mapper/data /srv ext4 defaults,nofail 0 2\n");
    }

    @Test
    void letsTheBootGoOnWithoutWhatIsMountedAfterIt() {
        server.crypttab(LINE);
        server.fstabLine("tmpfs /srv/scratch tmpfs defaults 0 0");

        assertThat(server.repaired(recipe, Choice.DEFAULT, FSTAB))
                .contains(
                        "/dev/mapper/data /srv ext4 defaults,nofail 0 2",
                        "tmpfs /srv/scratch tmpfs defaults,nofail 0 0");
    }

    @Test
    void leavesOutNothingThatTheSystemCannotDoWithout() {
        server.replace(FSTAB, "/srv ext4", "/usr ext4").crypttab(LINE);

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.recipe()).isEmpty());
        assertThat(plan("nofail").steps()).isEmpty();
        assertThat(plan("nofail").warnings()).singleElement().asString().contains("stays as it is");
    }

    @Test
    void cannotTellWhatALockedVolumeHolds() {
        server.disks.disk("/dev/vdb").partition("/dev/vdb1", "crypto_LUKS", VOLUME, "");
        server.crypttab(LINE);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system()))
                .containsExactly("/etc/crypttab line 2, " + GONE
                        + ": no device here has this UUID; /dev/vdb1 holds crypto_LUKS, which is not opened here, and it"
                        + " may be in there");
    }

    @Test
    void hasTheInitramfsMadeAnewThatHoldsACopyOfTheLine() {
        openAs("data");
        server.crypttab(LINE + ",initramfs");

        assertThat(plan("correct").afterBoot()).containsExactly(NewInitramfs.byHand(CRYPTTAB));
    }

    private void openAs(String name) {
        server.disks
                .disk("/dev/vdb")
                .partition("/dev/vdb1", "crypto_LUKS", VOLUME, "")
                .layer(DeviceKind.CRYPT, "/dev/mapper/" + name, "ext4", DATA, "/dev/vdb1");
    }

    private static String right() {
        return "data UUID=" + VOLUME + " /etc/keys/data luks";
    }

    private Plan plan(String remedy) {
        return recipe.plan(server.system(), TestRepair.remedy(remedy));
    }
}
