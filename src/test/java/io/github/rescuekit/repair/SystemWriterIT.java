package io.github.rescuekit.repair;

import static io.github.rescuekit.repair.TestFilesystem.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.LastBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Door 3 on real filesystems: what Java does not see of a file is kept and comes back. */
class SystemWriterIT {

    private static final String LABEL = "0x73797374656d5f753a6f626a6563745f723a6574635f743a733000";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ext3", "ext4", "xfs", "btrfs"})
    void bringsBackIdenticalFiles(String type) throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, type)) {
            TargetTree tree = decorated(filesystem);
            String before = everything(filesystem);

            RepairRun.Applied applied = repair(tree, EveryStep.plan());
            String after = everything(filesystem);
            new Undo(tree.writer(TestFilesystem.attributes()))
                    .undo(tree.journal().run(applied.run().toString()));

            assertThat(after).isNotEqualTo(before);
            assertThat(everything(filesystem)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void keepsOwnerModeAclLabelAndFlagsOfAFileThatItChanges(String type) throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, type)) {
            TargetTree tree = decorated(filesystem);
            String before = attributes(tree.at("/etc/conf"));

            repair(tree, EveryStep.plan());

            assertThat(tree.read("/etc/conf")).isEqualTo("new, and longer\n");
            assertThat(attributes(tree.at("/etc/conf")))
                    .isEqualTo(before)
                    .contains("i", LABEL, "user.note", "1234:5678");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void readsManyFilesAtOnceAsItReadsEachAlone(String type) throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, type)) {
            TargetTree tree = decorated(filesystem);
            Path odd = tree.at("/etc/of two\\lines\n# file: x");
            Files.writeString(odd, "odd\n");
            run("setfattr", "-n", "user.note", "-v", "odd", odd.toString());
            FileAttributes attributes = TestFilesystem.attributes();
            List<Path> all;
            try (Stream<Path> files = Files.walk(tree.at("/etc"))) {
                all = files.toList();
            }

            Map<Path, FileAttributes.Both> each = attributes.ofEach(all);

            assertThat(all).contains(odd, tree.at("/etc/conf"), tree.at("/etc/stale-link"));
            assertThat(each).containsOnlyKeys(all);
            assertThat(each).allSatisfy((file, both) -> assertThat(both).isEqualTo(attributes.of(file)));
            assertThat(attributes.of(tree.at("/etc/conf")).flags())
                    .hasValueSatisfying(it -> assertThat(it).contains("i"));
        }
    }

    @Test
    void bringsBackTheOwnerOfALink() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = decorated(filesystem);
            Path link = tree.at("/etc/stale-link");
            run("chown", "-h", "1234:5678", link.toString());
            String before = everything(filesystem);

            RepairRun.Applied applied = repair(tree, EveryStep.plan());
            new Undo(tree.writer(TestFilesystem.attributes()))
                    .undo(tree.journal().run(applied.run().toString()));

            assertThat(run("stat", "--format=%u:%g", link.toString()).strip()).isEqualTo("1234:5678");
            assertThat(everything(filesystem)).isEqualTo(before);
        }
    }

    @Test
    void givesANewFileTheLabelOfItsDirectory() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = decorated(filesystem);

            repair(tree, EveryStep.plan());

            for (String path : List.of("/etc/conf.d", "/etc/conf.d/local", "/etc/masked.service")) {
                assertThat(run(
                                "getfattr",
                                "-h",
                                "-n",
                                "security.selinux",
                                "-e",
                                "hex",
                                "--absolute-names",
                                tree.at(path).toString()))
                        .contains(LABEL);
            }
        }
    }

    @Test
    void writesIntoAnImmutableDirectoryAndLeavesItImmutable() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = decorated(filesystem);
            run("chattr", "+i", tree.at("/etc").toString());
            try {
                RepairRun.Applied applied = repair(tree, EveryStep.plan());
                assertThat(run("lsattr", "-d", tree.at("/etc").toString())).contains("-i-");
                new Undo(tree.writer(TestFilesystem.attributes()))
                        .undo(tree.journal().run(applied.run().toString()));
                assertThat(run("lsattr", "-d", tree.at("/etc").toString())).contains("-i-");
            } finally {
                run("chattr", "-i", tree.at("/etc").toString());
            }
        }
    }

    @Test
    void keepsCapabilitiesWhichTheKernelTakesFromAFileThatIsWrittenTo() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
            String capability = "0x0100000200040000000000000000000000000000";
            run(
                    "setfattr",
                    "-n",
                    "security.capability",
                    "-v",
                    capability,
                    tree.at("/etc/conf").toString());

            repair(tree, EveryStep.plan());

            assertThat(attributes(tree.at("/etc/conf"))).contains(capability);
        }
    }

    @Test
    void refusesAFullFilesystemBeforeAnythingIsWritten() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
            fill(filesystem);
            String before = everything(filesystem);

            RescueException failure = catchThrowableOfType(RescueException.class, () -> repair(tree, EveryStep.plan()));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(failure.guard()).contains("space");
            assertThat(failure.happened()).contains("are needed", "are free", "are missing");
            assertThat(everything(filesystem)).isEqualTo(before);
            assertThat(tree.at("/var/lib/rescuekit")).doesNotExist();
        }
    }

    @Test
    void takesEverythingBackWhenThereAreNoMoreInodesInTheMiddle() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4", "-N", "64")) {
            TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
            leaveInodes(filesystem, 7);
            String before = everything(filesystem);

            RescueException failure = catchThrowableOfType(RescueException.class, () -> repair(tree, EveryStep.plan()));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
            assertThat(failure.happened()).contains("No space left on device");
            assertThat(everything(filesystem)).isEqualTo(before);
        }
    }

    @Test
    void putsTheUndoCopyItselfInPlaceWhenThereIsNoInodeForANewOne() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4", "-N", "64")) {
            TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
            Plan plan = EveryStep.plan(List.of(
                    new Step.ReplaceFile("/etc/conf", FileText.of("old\n"), FileText.of("new\n")),
                    new Step.ReplaceFile("/etc/real", FileText.of("behind\n"), FileText.of("new\n"))));
            leaveInodes(filesystem, 7);
            String before = everything(filesystem);

            RescueException failure = catchThrowableOfType(RescueException.class, () -> repair(tree, plan));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
            assertThat(everything(filesystem)).isEqualTo(before);
        }
    }

    @Test
    void refusesAReadOnlyFilesystem() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
            filesystem.remountReadOnly();

            RescueException failure = catchThrowableOfType(RescueException.class, () -> repair(tree, EveryStep.plan()));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(failure.guard()).contains("read-only");
        }
    }

    @Test
    void writesAFileOfSeveralMegabytes() throws IOException {
        try (TestFilesystem filesystem = TestFilesystem.make(directory, "ext4")) {
            TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
            String large = "line\n".repeat(2_000_000);
            Plan plan =
                    EveryStep.plan(List.of(new Step.CreateFile("/etc/large", FileText.of(large), new FileMode(0644))));

            repair(tree, plan);

            assertThat(Files.size(tree.at("/etc/large"))).isEqualTo(large.length());
        }
    }

    private static RepairRun.Applied repair(TargetTree tree, Plan plan) {
        return new RepairRun(
                        tree.journal(), tree.writer(TestFilesystem.attributes()), () -> {}, RepairRun.Listener.SILENT)
                .apply(plan, Optional::empty);
    }

    private static TargetTree decorated(TestFilesystem filesystem) {
        TargetTree tree = EveryStep.lay(new TargetTree(filesystem.root()));
        run("setfattr", "-n", "security.selinux", "-v", LABEL, tree.at("/etc").toString());
        for (String path : List.of("/etc/conf", "/etc/stale", "/etc/key", "/etc/S20agent", "/etc/real")) {
            String file = tree.at(path).toString();
            run("setfattr", "-n", "security.selinux", "-v", LABEL, file);
            run("setfattr", "-n", "user.note", "-v", "kept", file);
            run("setfacl", "-m", "u:4321:r", file);
            run("chown", "1234:5678", file);
            run("chattr", "+i", file);
        }
        run(
                "setfattr",
                "-h",
                "-n",
                "security.selinux",
                "-v",
                LABEL,
                tree.at("/etc/stale-link").toString());
        return tree;
    }

    /** Everything but the journal: names, kinds, modes, owners, times, contents, extended attributes and flags. */
    private static String everything(TestFilesystem filesystem) throws IOException {
        Path etc = filesystem.root().resolve("etc");
        StringBuilder all = new StringBuilder();
        try (Stream<Path> paths = Files.walk(etc)) {
            for (Path path : paths.sorted().toList()) {
                all.append(run("stat", "--format=%n %F %a %u:%g %N", path.toString()));
                all.append(attributes(path));
                if (!Files.isDirectory(path)) {
                    all.append(run("stat", "--format=%y", path.toString()));
                }
                if (Files.isRegularFile(path)) {
                    all.append(Files.readString(path));
                }
            }
        }
        return all.toString();
    }

    private static String attributes(Path path) {
        String seen = run("stat", "--format=%a %u:%g", path.toString())
                + run("getfattr", "-h", "-d", "-m", "-", "-e", "hex", "--absolute-names", path.toString());
        return Files.isSymbolicLink(path) ? seen : seen + run("lsattr", "-d", path.toString());
    }

    // To the very last block: what the kernel keeps, a repair would take.
    private static void fill(TestFilesystem filesystem) {
        assertThat(LastBlocks.giveToRoot(filesystem.root())).isTrue();
        long enough = 4096;
        long size = filesystem.root().toFile().getFreeSpace();
        for (int i = 0; size > enough; i++) {
            Command fallocate = Command.of(
                            "fallocate",
                            "--length",
                            String.valueOf(size),
                            filesystem.root().resolve("filler" + i).toString())
                    .accepting(0, 1);
            size = TestFilesystem.RUNNER.run(fallocate).exitCode() == 0 ? size : size / 2;
        }
        assertThat(filesystem.root().toFile().getUsableSpace()).isLessThan(100_000);
    }

    private static void leaveInodes(TestFilesystem filesystem, int left) throws IOException {
        int free = Integer.parseInt(
                run("stat", "--file-system", "--format=%d", filesystem.root().toString())
                        .strip());
        Path fillers = Files.createDirectory(filesystem.root().resolve("fillers"));
        for (int i = 0; i < free - left - 1; i++) {
            Files.createFile(fillers.resolve("filler" + i));
        }
    }
}
