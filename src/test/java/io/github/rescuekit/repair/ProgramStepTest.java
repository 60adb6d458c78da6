package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.ChrootEnd;
import io.github.rescuekit.repair.Step.RunProgram;
import io.github.rescuekit.repair.Step.WriteBootArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of the system as a step, and bytes before the partitions: applied, told, and taken back. */
class ProgramStepTest {

    private static final int MIB = 1 << 20;
    private static final RunProgram STEP = new RunProgram(
            "/sbin/mkimage",
            List.of("-c"),
            List.of("/boot/initrd.img-*", "/boot/grub"),
            List.of("/dev/sda"),
            Duration.ofMinutes(5));

    private static final Step.SetDefaultSubvolume SUBVOLUME = new Step.SetDefaultSubvolume("/", 257, 256, "@");

    @TempDir
    Path root;

    @TempDir
    Path elsewhere;

    private TargetTree tree;
    private Path disk;
    private Map<String, String> before = Map.of();
    private Runnable program = () -> {};
    private int exitCode;

    private long defaultSubvolume = 257;
    private final Surroundings.DefaultSubvolume subvolume = new Surroundings.DefaultSubvolume() {
        @Override
        public long id() {
            return defaultSubvolume;
        }

        @Override
        public void set(long id) {
            defaultSubvolume = id;
        }
    };

    private final Surroundings surroundings = new Surroundings() {
        @Override
        public ChrootEnd run(RunProgram step, List<String> writable, String scratch) {
            assertThat(writable).containsExactly("/boot", "/boot/grub");
            assertThat(root.resolve(scratch.substring(1))).isDirectory();
            program.run();
            return new ChrootEnd(exitCode, "made it\n", "or not\n", List.of(), List.of());
        }

        @Override
        public List<BootArea> bootAreas() {
            return List.of(
                    BootArea.of("/dev/sda", disk, new Bytes(2 * MIB), List.of(new BootArea.Row(MIB, MIB, false))));
        }

        @Override
        public DefaultSubvolume defaultSubvolume() {
            return subvolume;
        }
    };

    @BeforeEach
    void lay() throws IOException {
        tree = new TargetTree(root);
        tree.directory("/sbin");
        tree.file("/sbin/mkimage", "", 0755);
        tree.directory("/boot");
        tree.file("/boot/initrd.img-6.1", "old image", 0600);
        tree.file("/boot/vmlinuz-6.1", "kernel", 0600);
        tree.directory("/boot/grub");
        tree.directory("/boot/grub/fonts");
        tree.file("/boot/grub/grub.cfg", "menu", 0640);
        tree.link("/boot/grub/link", "grub.cfg");
        disk = Files.write(elsewhere.resolve("disk"), new byte[2 * MIB]);
        before = tree.picture();
    }

    @Test
    void keepsWhatItChangesAndSaysWhatItDid() throws IOException {
        program = this::workEverywhere;

        RepairRun.Applied applied = run(STEP);

        assertThat(applied.changed()).containsExactly(STEP);
        assertThat(tree.read("/boot/initrd.img-6.1")).isEqualTo("new image");
        PastRun past = PastRun.of(tree.journal().runs().get(0));
        assertThat(past.state()).isEqualTo(PastRun.State.REPAIRED);
        assertThat(past.files())
                .containsExactly(
                        "/boot/grub/fonts",
                        "/boot/grub/grub.cfg",
                        "/boot/grub/i386-pc",
                        "/boot/grub/i386-pc/normal.mod",
                        "/boot/grub/link",
                        "/boot/initrd.img-6.1",
                        "/boot/initrd.img-6.1.new",
                        "/dev/sda");
        assertThat(Files.readString(past.directory().resolve("step-1-output"))).isEqualTo("made it\nor not\n");
        assertThat(past.directory().resolve("scratch-1")).doesNotExist();
    }

    @Test
    void isTakenBackToIdenticalBytes() throws IOException {
        program = this::workEverywhere;
        RepairRun.Applied applied = run(STEP);

        List<String> broughtBack =
                new Undo(writer()).undo(tree.journal().run(applied.run().toString()));

        assertThat(tree.picture()).isEqualTo(before);
        assertThat(Files.readAllBytes(disk)).isEqualTo(new byte[2 * MIB]);
        assertThat(broughtBack).contains("/boot/initrd.img-6.1", "/boot/grub/fonts", "the boot area of /dev/sda");
    }

    @Test
    void isTakenBackWhenItFails() throws IOException {
        program = this::workEverywhere;
        exitCode = 2;

        RescueException failure = catchThrowableOfType(RescueException.class, () -> run(STEP));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(failure.happened()).contains("/sbin/mkimage -c", "code 2", "or not");
        assertThat(tree.picture()).isEqualTo(before);
        assertThat(Files.readAllBytes(disk)).isEqualTo(new byte[2 * MIB]);
    }

    @Test
    void isTakenBackWhenItNeverComesBack() throws IOException {
        program = () -> {
            workEverywhere();
            throw new IllegalStateException("killed");
        };

        RescueException failure = catchThrowableOfType(RescueException.class, () -> run(STEP));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(tree.picture()).isEqualTo(before);
        assertThat(Files.readAllBytes(disk)).isEqualTo(new byte[2 * MIB]);
    }

    @Test
    void failsWhenTheProgramTouchesAFileThatItMayNot() {
        program = () -> {
            workEverywhere();
            tree.file("/boot/vmlinuz-6.1", "another kernel", 0600);
        };

        RescueException failure = catchThrowableOfType(RescueException.class, () -> run(STEP));

        assertThat(failure.happened()).contains("/boot/vmlinuz-6.1", "not expected");
        assertThat(tree.read("/boot/initrd.img-6.1")).isEqualTo("old image");
    }

    @Test
    void failsWhenTheProgramTouchesThePartitionTable() {
        program = () -> write(446, (byte) 1);

        RescueException failure = catchThrowableOfType(RescueException.class, () -> run(STEP));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNDO_FAILED);
        assertThat(failure.happened()).contains("partition table of /dev/sda is not what it was");
    }

    @Test
    void changesNothingWhenTheProgramChangesNothing() {
        RepairRun.Applied applied = run(STEP);

        assertThat(applied.changed()).isEmpty();
        assertThat(applied.alreadySo()).containsExactly(STEP);
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void refusesToTakeBackWhatSomebodyChangedSince() {
        program = this::workEverywhere;
        RepairRun.Applied applied = run(STEP);
        tree.file("/boot/initrd.img-6.1", "the administrator's image", 0600);

        RescueException failure = catchThrowableOfType(
                RescueException.class,
                () -> new Undo(writer()).undo(tree.journal().run(applied.run().toString())));

        assertThat(failure.guard()).contains("changed-since");
        assertThat(failure.happened()).contains("/boot/initrd.img-6.1");
    }

    @Test
    void leavesWhatCameAfterTheProgram() {
        program = this::workEverywhere;
        RepairRun.Applied applied = run(STEP);
        tree.file("/boot/initrd.img-6.2", "of a later upgrade", 0600);

        new Undo(writer()).undo(tree.journal().run(applied.run().toString()));

        assertThat(tree.read("/boot/initrd.img-6.2")).isEqualTo("of a later upgrade");
    }

    @Test
    void writesBootCodeAndTakesItBack() throws IOException {
        WriteBootArea step = new WriteBootArea("/dev/sda", 0, "00".repeat(440), "eb".repeat(440));

        RepairRun.Applied applied = run(step);

        byte[] code = new byte[440];
        Arrays.fill(code, (byte) 0xeb);
        assertThat(Arrays.copyOf(Files.readAllBytes(disk), 440)).isEqualTo(code);
        assertThat(run(step).alreadySo()).containsExactly(step);
        new Undo(writer()).undo(tree.journal().run(applied.run().toString()));
        assertThat(Files.readAllBytes(disk)).isEqualTo(new byte[2 * MIB]);
    }

    @Test
    void refusesBootCodeOverWhatIsNotInThePlan() {
        write(0, (byte) 9);
        WriteBootArea step = new WriteBootArea("/dev/sda", 0, "00".repeat(440), "eb".repeat(440));

        RescueException failure = catchThrowableOfType(RescueException.class, () -> run(step));

        assertThat(failure.guard()).contains("changed");
    }

    @Test
    void setsTheDefaultSubvolumeAndTakesItBack() {
        RepairRun.Applied applied = run(SUBVOLUME);

        assertThat(applied.changed()).containsExactly(SUBVOLUME);
        assertThat(defaultSubvolume).isEqualTo(256);
        assertThat(run(SUBVOLUME).alreadySo()).containsExactly(SUBVOLUME);
        assertThat(new Undo(writer()).undo(tree.journal().run(applied.run().toString())))
                .containsExactly("/");
        assertThat(defaultSubvolume).isEqualTo(257);
    }

    @Test
    void refusesADefaultSubvolumeThatIsNotInThePlan() {
        defaultSubvolume = 300;

        RescueException failure = catchThrowableOfType(RescueException.class, () -> run(SUBVOLUME));

        assertThat(failure.guard()).contains("changed");
        assertThat(defaultSubvolume).isEqualTo(300);
    }

    @Test
    void doesNotTakeBackADefaultSubvolumeThatAnotherHandSet() {
        RepairRun.Applied applied = run(SUBVOLUME);
        defaultSubvolume = 300;

        assertThat(new Undo(writer()).conflicts(tree.journal().run(applied.run().toString())))
                .singleElement()
                .satisfies(it -> assertThat(it.path()).isEqualTo("/"));
    }

    @Test
    void comesBackFromJsonAsItWas() {
        Plan plan = EveryStep.plan(List.of(STEP, SUBVOLUME, new WriteBootArea("/dev/sda", 512, "0011", "2233")));

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    private void workEverywhere() {
        try {
            tree.file("/boot/initrd.img-6.1", "new image", 0600);
            tree.file("/boot/initrd.img-6.1.new", "left behind", 0600);
            Files.delete(tree.at("/boot/grub/fonts"));
            tree.file("/boot/grub/fonts", "has become a file", 0644);
            tree.file("/boot/grub/grub.cfg", "menu", 0644);
            tree.directory("/boot/grub/i386-pc");
            tree.file("/boot/grub/i386-pc/normal.mod", "module", 0644);
            Files.delete(tree.at("/boot/grub/link"));
            write(0, (byte) 0xeb);
            write(512, (byte) 0x52);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int at, byte value) {
        try {
            byte[] content = Files.readAllBytes(disk);
            content[at] = value;
            Files.write(disk, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RepairRun.Applied run(Step step) {
        return new RepairRun(tree.journal(), writer(), () -> {}, RepairRun.Listener.SILENT)
                .apply(EveryStep.plan(List.of(step)), Optional::empty);
    }

    private SystemWriter writer() {
        FileAttributes none = new FileAttributes(
                command -> {
                    assertThat(command.program()).isEqualTo("sync");
                    return Result.of(0, "");
                },
                tool -> false);
        return new SystemWriter(root, tree.files(), none, surroundings);
    }
}
