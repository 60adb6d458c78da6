package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootSpaceTest {

    private static final String NEW = "6.1.0-40-amd64";
    private static final String INITRD = "/boot/initrd.img-" + NEW;
    private static final String VMLINUZ = "/boot/vmlinuz-" + NEW;
    private static final Bytes SIZE = Bytes.mib(60);

    private final StartingServer server = new StartingServer().withOlderKernel("6.1.0-9-amd64");
    private final TestTree tree = server.tree;
    private final BootSpace recipe = new BootSpace();

    @BeforeEach
    void mount() {
        tree.filesystem("/", Bytes.gib(1), Bytes.mib(100)).filesystem("/boot", SIZE, Bytes.mib(1));
    }

    @Test
    void findsAHalfInstalledKernelAndMovesWhatIsLeftOfIt() {
        halfInstall();
        fill();

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "boot-space",
                        Severity.WARNING,
                        "/boot is full: no kernel can be installed or updated",
                        List.of(
                                "/boot: 100.0 KiB of 60.0 MiB can be used, and a new initramfs takes up to 6.0 MiB",
                                "11.0 MiB: left of " + NEW + ", which cannot be started: " + INITRD
                                        + ": 6.0 MiB, and it does not begin like an initramfs",
                                "can be started: 6.1.0-37-amd64, 6.1.0-9-amd64"),
                        Optional.of("boot-space")));
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps())
                .containsExactly(
                        new Step.MakeDirectory("/rescuekit-kept", new FileMode(0_700)),
                        new Step.MakeDirectory("/rescuekit-kept/boot", new FileMode(0_700)),
                        new Step.MoveFile(INITRD, "/rescuekit-kept" + INITRD),
                        new Step.MoveFile(VMLINUZ, "/rescuekit-kept" + VMLINUZ));
        TestTree repaired = server.repaired(recipe, Choice.DEFAULT);
        assertThat(repaired.exists("/boot/initrd.img-6.1.0-37-amd64")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initrd.img-5.10.0-1-amd64",
                "initrd.img-5.10.0-1-amd64.new",
                "initramfs-4.18.0-1.el8.x86_64.img",
                "initramfs-4.18.0-1.el8.x86_64kdump.img",
                "System.map-5.10.0-1-amd64"
            })
    void movesWhatBelongsToNoKernel(String name) {
        tree.file("/boot/" + name, "x".repeat(8 << 20));
        fill();

        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps())
                .contains(new Step.MoveFile("/boot/" + name, "/rescuekit-kept/boot/" + name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/boot/initrd-6.1.0-9-amd64-kdump",
                "/boot/vmlinuz-0-rescue-0123",
                "/boot/config-6.1.0-9-amd64",
                "/boot/memtest86+x64.bin",
                "/boot/grub/fonts/unicode.pf2"
            })
    void leavesWhatIsNoLeftover(String path) {
        tree.file(path, "x".repeat(2 << 20));
        tree.file("/boot/initramfs-0-rescue-0123.img", "x".repeat(1 << 20));
        fill();

        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void leavesTheKernelThatTheMenuStarts() {
        tree.file("/boot/initrd.img-6.1.0-37-amd64", "");
        fill();

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.recipe()).isEmpty();
            assertThat(it.evidence()).anyMatch(line -> line.contains("it stays, for the menu starts it by itself"));
        });
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void leavesEverythingWhereNoKernelIsWhole() {
        halfInstall();
        tree.file("/boot/initrd.img-6.1.0-37-amd64", "").file("/boot/initrd.img-6.1.0-9-amd64", "");
        fill();

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .contains("can be started: none")
                        .anyMatch(line -> line.contains("it stays, for no other kernel can be started")));
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void onlyNamesOldKernelsThatAreWholeAndNeverTheTwoNewest() {
        server.withOlderKernel("5.10.0-3-amd64");
        fill();

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.recipe()).isEmpty();
            assertThat(it.evidence())
                    .anyMatch(line -> line.contains("the old kernel 5.10.0-3-amd64"))
                    .noneMatch(line -> line.contains("the old kernel 6.1"));
        });
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void findsNothingWhereThereIsRoomOrBootIsPartOfTheRoot() {
        halfInstall();

        assertThat(diagnose()).isEmpty();
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();

        StartingServer whole = new StartingServer();
        whole.tree.filesystem("/", Bytes.gib(1), Bytes.mib(1_000));
        assertThat(recipe.diagnose(whole.system())).isEmpty();
    }

    @Test
    void findsNothingWhereLittleIsLeftThatIsEnoughForAnInitramfs() {
        fill(Bytes.mib(5));

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void cannotTellOfABootThatIsNotShown() {
        server.incomplete("/boot is not shown: gone");

        assertThat(recipe.unknowns(server.system()))
                .containsExactly("how full /boot is cannot be told: /boot is not shown: gone");
    }

    private void halfInstall() {
        tree.file(VMLINUZ, "k".repeat(5 << 20))
                .file(INITRD, "x".repeat(6 << 20))
                .file("/usr/lib/modules/" + NEW + "/modules.dep", "");
    }

    private void fill() {
        fill(Bytes.kib(100));
    }

    private void fill(Bytes left) {
        tree.filesystem("/boot", SIZE, Bytes.ZERO);
        long free = tree.space("/boot").orElseThrow().free().count();
        tree.filesystem("/boot", SIZE, new Bytes(free - left.count()));
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(server.system());
    }
}
