package io.github.rescuekit.repair;

import static io.github.rescuekit.repair.TestFilesystem.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.recipes.ImmutableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags of real filesystems: read, cleared, and set again by an undo. */
class ImmutableFilesIT {

    private static final List<String> LOCKED = List.of("/etc/shadow", "/etc/passwd", "/etc/ssh", "/etc");

    @TempDir
    Path directory;

    private final ImmutableFiles recipe =
            new ImmutableFiles(new ProtectingFlags(TestFilesystem.RUNNER, Tools.OF_THIS_SYSTEM::has)::of);

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void clearsTheFlagsAndSetsThemAgain(String type) throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, type)) {
            TargetTree tree = system(filesystem);
            lock(tree);
            try {
                Map<String, String> before = TreePicture.exact(filesystem.root());
                Plan plan = recipe.plan(look(filesystem), Choice.DEFAULT);

                RepairRun.Applied applied = repair(tree, plan, filesystem);

                assertThat(applied.changed())
                        .containsExactly(
                                new Step.ClearFlags("/etc", "i"),
                                new Step.ClearFlags("/etc/passwd", "ia"),
                                new Step.ClearFlags("/etc/shadow", "i"),
                                new Step.ClearFlags("/etc/ssh", "i"));
                Files.writeString(tree.at("/etc/new"), "root can write again\n");
                Files.delete(tree.at("/etc/new"));
                assertThat(repair(tree, plan, filesystem).changed()).isEmpty();
                undo(tree, "2", "1");
                assertThat(TreePicture.exact(filesystem.root())).isEqualTo(before);
            } finally {
                unlock(tree);
            }
        }
    }

    @Test
    void setsTheFlagsAgainOnWhatWasWrittenSince() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = system(filesystem);
            lock(tree);
            try {
                repair(tree, recipe.plan(look(filesystem), Choice.DEFAULT), filesystem);
                Files.writeString(tree.at("/etc/shadow.new"), "root:$6$:20500\n");
                Files.move(tree.at("/etc/shadow.new"), tree.at("/etc/shadow"), StandardCopyOption.REPLACE_EXISTING);

                undo(tree, "1");

                assertThat(tree.read("/etc/shadow")).isEqualTo("root:$6$:20500\n");
                assertThat(run("lsattr", "-d", tree.at("/etc/shadow").toString()))
                        .startsWith("----i");
            } finally {
                unlock(tree);
            }
        }
    }

    @Test
    void findsNothingOnAFilesystemWithoutFlags() throws IOException {
        Path root = Files.createDirectory(directory.resolve("tmpfs"));
        run("mount", "-t", "ramfs", "ramfs", root.toString());
        try {
            fill(new TargetTree(root));

            assertThat(recipe.diagnose(look(root))).isEmpty();
            assertThat(recipe.unknowns(look(root))).isEmpty();
        } finally {
            run("umount", root.toString());
        }
    }

    private static TargetTree system(TestFilesystem filesystem) {
        return fill(new TargetTree(filesystem.root()));
    }

    private static TargetTree fill(TargetTree tree) {
        tree.directory("/usr");
        tree.directory("/etc/ssh");
        tree.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\n", 0_644);
        tree.file("/etc/shadow", "root:!:20000\n", 0_640);
        tree.file("/etc/ssh/sshd_config", "", 0_600);
        return tree;
    }

    private static void lock(TargetTree tree) {
        run("chattr", "+a", tree.at("/etc/passwd").toString());
        LOCKED.forEach(it -> run("chattr", "+i", tree.at(it).toString()));
    }

    private static void unlock(TargetTree tree) {
        LOCKED.forEach(it -> run("chattr", "-ia", tree.at(it).toString()));
    }

    private RepairRun.Applied repair(TargetTree tree, Plan plan, TestFilesystem filesystem) {
        return new RepairRun(
                        tree.journal(), tree.writer(TestFilesystem.attributes()), () -> {}, RepairRun.Listener.SILENT)
                .apply(
                        plan,
                        () -> recipe.diagnose(look(filesystem)).stream()
                                .map(Finding::title)
                                .findFirst());
    }

    private static void undo(TargetTree tree, String... runs) {
        List.of(runs)
                .forEach(it -> new Undo(tree.writer(TestFilesystem.attributes()))
                        .undo(tree.journal().run(it)));
    }

    private static InstalledSystem look(TestFilesystem filesystem) {
        return look(filesystem.root());
    }

    private static InstalledSystem look(Path root) {
        return InstalledSystems.at(new ConfinedFiles(root), SystemTree.NO_MACHINE, Optional.empty(), List.of())
                .orElseThrow();
    }
}
