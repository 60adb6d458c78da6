package io.github.rescuekit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.mount.LastBlocks;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import io.github.rescuekit.ui.TerminalScreen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people get wrong, and what machines do to them: the shipped jar on block devices. */
class BadInputIT {

    private static final int USAGE = 2;
    private static final int PROBLEMS_FOUND = 3;
    private static final int REFUSED = 4;
    private static final int TOOL_FAILED = 5;
    private static final int OUTPUT_CLOSED = 141;
    private static final int TEN_MEBIBYTES = 10 << 20;

    @TempDir
    private Path directory;

    private ShippedJar rescuekit = ShippedJar.with(Path.of("/nowhere"));

    @BeforeEach
    void keepsItsRecordsApart() {
        rescuekit = ShippedJar.with(directory.resolve("run"));
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        assertThat(traces(directory.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "survey /dev/nosuch",
                "mount /dev/nosuch --write --yes",
                "check /dev/nosuch",
                "fsck /dev/nosuch --yes",
                "diagnose --system nosuch",
                "repair cpanel-jailshell --system nosuch --yes",
                "undo --system nosuch --yes"
            })
    void namesADeviceOrSystemThatIsNotThere(String words) throws IOException {
        unchanged(disk -> {
            Result result = rescuekit.run(words.split(" ", -1));

            assertThat(result.exitCode()).isEqualTo(USAGE);
            assertThat(result.err()).contains("nosuch").contains("\nNext: ");
        });
    }

    @Test
    void namesTheProgramThatIsMissing() throws IOException {
        unchanged(disk -> {
            Result result = rescuekit.under(without("unshare"), "survey", disk);

            assertThat(result.exitCode()).isEqualTo(TOOL_FAILED);
            assertThat(result.err())
                    .contains("unshare is not installed")
                    .contains("\nNext: install it (apt-get install util-linux)");
        });
        unchanged(disk -> {
            Result result = rescuekit.under(without("e2fsck"), "fsck", disk, "--yes");

            assertThat(result.exitCode()).isEqualTo(REFUSED);
            assertThat(result.err()).contains("Guard: missing-tool").contains("\nNext: install e2fsprogs");
        });
    }

    @Test
    void doesNotCallADiskEmptyThatNobodyRead() throws IOException {
        unchanged(disk -> assertThat(rescuekit.under(without("blkid"), "disks").out())
                .contains("blkid is not installed")
                .doesNotContain(disk + " holds no"));
    }

    // The image is not readable for others, and the jar may lie where they cannot go.
    @Test
    void refusesWithoutRootRights() throws IOException {
        Path copy = Files.createTempFile("rescuekit", ".jar");
        LoopImage.run("install", "--mode=644", ShippedJar.path().toString(), copy.toString());
        try {
            unchanged(disk -> {
                Result result = rescuekit
                        .at(copy)
                        .under(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), "survey", disk);

                assertThat(result.exitCode()).isEqualTo(REFUSED);
                assertThat(result.err()).contains("Guard: root").contains("\nNext: run 'sudo rescuekit survey'");
            });
        } finally {
            Files.delete(copy);
        }
    }

    @Test
    void tellsWhoWorksOnTheDisk() throws IOException {
        DiskLocks locks = new DiskLocks(LoopImage.RUNNER, rescuekit.locks(), "root from 192.0.2.7");
        unchanged(disk -> {
            try (DiskLock lock = locks.lock(List.of(disk), "fsck")) {
                lock.requireHeld();
                Result result = rescuekit.run(repair(disk, "--yes"));

                assertThat(result.exitCode()).isEqualTo(REFUSED);
                assertThat(result.err())
                        .contains(disk + " is in use by 'rescuekit fsck'", "root from 192.0.2.7")
                        .contains("Guard: locked")
                        .contains("\nNext: wait until it has ended");
            }
        });
    }

    @Test
    void onlyShowsThePlanWhenNobodyIsThereToAgree() throws IOException {
        unchanged(disk -> {
            Result result = rescuekit.run(repair(disk));

            assertThat(result.exitCode()).isEqualTo(PROBLEMS_FOUND);
            assertThat(result.out()).contains("change /etc/passwd", "Nothing was changed.", "add --yes");
        });
    }

    @Test
    void takesItsLookDownWhenTheReaderOfTheAnswerIsGone() throws IOException {
        unchanged(disk -> {
            Result result = rescuekit.under(
                    List.of("bash", "-c", "exec 3> >(exec true); wait $!; exec \"$@\" >&3", "bash"), "survey", disk);

            assertThat(result.exitCode()).isEqualTo(OUTPUT_CLOSED);
        });
    }

    @Test
    void refusesAReadOnlyDiskInWordsAndInJson() throws IOException {
        unchanged(
                disk -> {
                    Result fsck = rescuekit.run("fsck", disk, "--yes");
                    Result mount = rescuekit.run(
                            "mount", disk, "--at", directory.resolve("at").toString(), "--write", "--yes");
                    Result repair = rescuekit.run(repair(disk, "--yes", "--json"));

                    for (Result result : List.of(fsck, mount)) {
                        assertThat(result.exitCode()).isEqualTo(REFUSED);
                        assertThat(result.err())
                                .contains("Guard: read-only-device")
                                .contains("\nNext: find out why");
                    }
                    assertThat(repair.exitCode()).isEqualTo(REFUSED);
                    assertThat(error(repair).get("guard").getAsString()).isEqualTo("read-only-device");
                    assertThat(error(repair).get("next").getAsString()).isNotEmpty();
                },
                "--read-only");
    }

    @Test
    void refusesWhenTheDiskIsPulledOutBeforeThePersonAgrees() throws IOException {
        Path image = SmallServer.in(directory).image("pulled");
        String before = LoopImage.sha256(image);
        LoopImage disk = LoopImage.attach(image);

        String shown = agreedAfter(disk.device(), disk::close);

        assertThat(shown)
                .contains("Guard: device-gone")
                .contains("nothing was changed")
                .contains("ended with 4");
        assertThat(LoopImage.sha256(image)).isEqualTo(before);
        assertThat(traces(disk.device())).isEmpty();
    }

    @Test
    void refusesWhenAnotherDiskHasItsNameBeforeThePersonAgrees() throws IOException {
        Path image = SmallServer.in(directory).image("first");
        Path other = LoopImage.formatted(directory, "ext4", 64);
        String before = LoopImage.sha256(other);
        LoopImage disk = LoopImage.attach(image);
        try {
            String shown = agreedAfter(disk.device(), () -> {
                disk.close();
                LoopImage.run("losetup", disk.device(), other.toString());
            });

            assertThat(shown).contains("Guard: device-gone").contains("ended with 4");
            assertThat(LoopImage.sha256(other)).isEqualTo(before);
        } finally {
            disk.close();
        }
        assertThat(traces(disk.device())).isEmpty();
    }

    // Behind a loop device over an empty file every block is unreadable.
    @Test
    void refusesWhenTheDiskDiesBeforeThePersonAgrees() throws IOException {
        Path image = SmallServer.in(directory).image("dying");
        LoopImage disk = LoopImage.attach(image);
        try {
            String shown = agreedAfter(disk.device(), () -> {
                LoopImage.run("truncate", "--size=0", image.toString());
                LoopImage.run("blockdev", "--flushbufs", disk.device());
            });

            assertThat(shown)
                    .contains("Guard: device-gone")
                    .contains("nothing was changed")
                    .contains("ended with 4");
        } finally {
            disk.close();
        }
        assertThat(traces(disk.device())).isEmpty();
    }

    @Test
    void changesNoFileOnAFullFilesystem() throws IOException {
        Path image = SmallServer.in(directory).image("full");
        LoopImage.mounted(image, "ext4", BadInputIT::fill);
        try (LoopImage disk = LoopImage.attach(image)) {
            Result result = rescuekit.run(repair(disk.device(), "--yes"));

            assertThat(result.exitCode()).isEqualTo(REFUSED);
            assertThat(result.err())
                    .contains("is full: ", " are missing")
                    .contains("Guard: space")
                    .contains("\nNext: remove or move something");
            assertThat(traces(disk.device())).hasSize(1);
        }
        LoopImage.mounted(image, "ext4", root -> {
            assertThat(root.resolve("etc/passwd")).content().contains(SmallServer.JAILED);
            assertThat(root.resolve("var/lib/rescuekit")).doesNotExist();
        });
    }

    @Test
    void saysThatAPartitionTableIsGarbage() throws IOException {
        Path image = LoopImage.blank(directory, "garbage", 64);
        LoopImage.overwrite(image, 0, garbageTable());
        unchanged(image, disk -> {
            Result check = rescuekit.run("check", disk);
            Result survey = rescuekit.run("survey", disk);
            Result fsck = rescuekit.run("fsck", disk, "--yes");

            assertThat(check.exitCode()).isEqualTo(PROBLEMS_FOUND);
            assertThat(check.out()).contains("damaged partition table", "Next: write nothing to it");
            assertThat(survey.exitCode()).isEqualTo(USAGE);
            assertThat(survey.err()).contains("damaged partition table").contains("\nNext: ");
            assertThat(fsck.exitCode()).isEqualTo(REFUSED);
            assertThat(fsck.err()).contains("Guard: unknown-type");
        });
    }

    @Test
    void readsNoFstabOfTenMegabytesAndSaysSo() throws IOException {
        byte[] oneLine = "a".repeat(TEN_MEBIBYTES).getBytes(US_ASCII);
        byte[] manyLines = SmallServer.ROOT_LINE
                .repeat(TEN_MEBIBYTES / SmallServer.ROOT_LINE.length())
                .getBytes(US_ASCII);
        byte[] binary = new byte[TEN_MEBIBYTES];
        new Random(1).nextBytes(binary);
        for (byte[] fstab : List.of(oneLine, manyLines, binary)) {
            Path image = SmallServer.in(directory).file("etc/fstab", fstab).image("fstab");
            unchanged(image, disk -> {
                Result mounts = rescuekit.run("mounts", disk);
                Result survey = rescuekit.run("survey", disk);

                assertThat(mounts.exitCode()).isEqualTo(PROBLEMS_FOUND);
                assertThat(mounts.out()).contains("/etc/fstab\n      it is larger than 1 MiB and was not read");
                assertThat(survey.out()).contains("larger than 1 MiB");
            });
        }
    }

    /** What {@code repair} leaves on the screen of a person who agrees after something happened. */
    private String agreedAfter(String disk, Runnable happening) {
        String line = String.join(" ", rescuekit.line(repair(disk)));
        try (TerminalScreen screen = new TerminalScreen(100, 60, line)) {
            screen.waitFor("Type yes to go on:");
            happening.run();
            screen.press("yes", "Enter");
            return screen.waitFor("ended with ");
        }
    }

    private void unchanged(Consumer<String> work, String... attachOptions) throws IOException {
        unchanged(SmallServer.in(directory).image("server"), work, attachOptions);
    }

    /** The work writes no block of the disk, mounts nothing and attaches nothing that stays. */
    private static void unchanged(Path image, Consumer<String> work, String... attachOptions) throws IOException {
        try (LoopImage disk = LoopImage.attach(image, attachOptions)) {
            String before = disk.sha256();
            List<String> tracesBefore = traces(disk.device());

            work.accept(disk.device());

            assertThat(disk.sha256()).isEqualTo(before);
            assertThat(traces(disk.device())).isEqualTo(tracesBefore);
        }
    }

    /** Lines of the mount table and of the loop devices that name the path. */
    private static List<String> traces(String path) throws IOException {
        List<String> traces = new ArrayList<>();
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            mounts.forEach(traces::add);
        }
        LoopImage.run("losetup", "--noheadings", "--raw", "--output", "NAME,BACK-FILE")
                .lines()
                .forEach(traces::add);
        return traces.stream()
                .filter(it -> List.of(it.split(" ", -1)).stream()
                        .anyMatch(word -> word.equals(path) || word.startsWith(path + "/")))
                .toList();
    }

    private static String[] repair(String disk, String... more) {
        List<String> words =
                new ArrayList<>(List.of("repair", "cpanel-jailshell", "--account", "alice", "--system", disk));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** Starts what follows where one program cannot be run. */
    private static List<String> without(String program) {
        return List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount --bind /dev/null \"$(command -v " + program + ")\" && exec \"$@\"",
                "sh");
    }

    private static JsonObject error(Result result) {
        return JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonObject("error");
    }

    // To the very last block: what the kernel keeps, a repair would take.
    private static void fill(Path root) {
        assertThat(LastBlocks.giveToRoot(root)).isTrue();
        for (String size : List.of("1M", "1k")) {
            LoopImage.RUNNER.run(Command.of(
                            "dd", "if=/dev/zero", "of=" + root.resolve("filler-" + size), "bs=" + size, "status=none")
                    .accepting(0, 1));
        }
    }

    // A valid signature below entries that begin far behind the end of the disk.
    private static byte[] garbageTable() {
        byte[] sector = new byte[512];
        new Random(1).nextBytes(sector);
        for (int entry = 446; entry < 510; entry += 16) {
            sector[entry] = 0;
            sector[entry + 4] = (byte) 0x83;
            sector[entry + 11] = 0x7f;
            sector[entry + 15] = 0x7f;
        }
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        return sector;
    }
}
