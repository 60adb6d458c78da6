package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.Chroot.Terminal;
import io.github.rescuekit.mount.SystemMounter.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChrootIT {

    private static final Chroot CHROOT = new Chroot(TestDisk.RUNNER, TestDisk.RUNNER, root -> Optional.empty());

    @TempDir
    Path directory;

    private Path at;
    private FstabMounter mounter;
    private String processesBefore = "";

    @BeforeEach
    void prepare() throws IOException {
        at = Files.createDirectory(directory.resolve("at"));
        mounter = new FstabMounter(
                Tools.OF_THIS_SYSTEM,
                TestDisk.RUNNER,
                TestDisk.RUNNER,
                new MountRecords(directory.resolve("run")),
                new NoGuard());
        processesBefore = processes();
    }

    @AfterEach
    void nothingIsLeft() {
        List<String> left = MountTable.now().atOrBelow(directory).stream()
                .map(it -> it.mountPoint())
                .toList();
        for (int i = left.size() - 1; i >= 0; i--) {
            TestDisk.run("umount", left.get(i));
        }
        assertThat(left).isEmpty();
        assertThat(processes()).isEqualTo(processesBefore);
    }

    @Test
    void runsACommandInTheSystemWithAllItNeeds() throws IOException {
        try (TestDisk disk = disk(root -> {})) {
            ChrootEnd end = run(
                    disk,
                    Access.READ_ONLY,
                    "sh",
                    "-c",
                    "pwd; id -u; ls / | tr '\n' ' '; test -c /dev/null && test -e /proc/1/stat && test -d /sys/block"
                            + " && test -d /run/lock && cat /etc/resolv.conf; exit 3");
            assertThat(end.err()).isEmpty();
            assertThat(end.out())
                    .startsWith("/\n0\nbin dev etc lost+found proc run sys ")
                    .endsWith(Files.readString(Path.of("/etc/resolv.conf")));
            assertThat(end.exitCode()).isEqualTo(3);
            assertThat(end.ended()).isEmpty();
            assertThat(end.remarks()).containsExactly("the system is mounted read-only: nothing can be changed in it");
        }
    }

    @Test
    void seesNoProcessAndNoDescriptorOfTheRescueSystem() throws IOException {
        try (TestDisk disk = disk(root -> {})) {
            ChrootEnd end = run(disk, Access.READ_ONLY, "sh", "-c", "ls /proc | grep -c '^[0-9]'; ls /proc/self/fd");
            assertThat(Integer.parseInt(end.out().lines().findFirst().orElseThrow()))
                    .isLessThan(10);
            // The fourth is ls reading the directory.
            assertThat(end.out().lines().skip(1)).containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void namesAndEndsProcessesThatWereLeftBehind() throws IOException {
        try (TestDisk disk = disk(root -> {})) {
            ChrootEnd end =
                    run(disk, Access.WRITABLE, "sh", "-c", "setsid sleep 4242 </dev/null >/dev/null 2>&1 & sleep 1");
            assertThat(end.ended()).extracting(Holder::name).containsExactly("sleep");
            assertThat(processes()).doesNotContain("sleep 4242");
        }
    }

    @Test
    void changesNothingInTheSystemByItself() throws IOException {
        try (TestDisk disk = disk(root -> {
            TestDisk.run("chattr", "+i", root.resolve("etc/resolv.conf").toString());
        })) {
            List<String> before = listing(disk);
            ChrootEnd end = run(disk, Access.WRITABLE, "sh", "-c", "cat /etc/resolv.conf; echo x >/run/x");
            assertThat(end.out()).isEqualTo(Files.readString(Path.of("/etc/resolv.conf")));
            assertThat(listing(disk)).isEqualTo(before);
        }
    }

    @Test
    void letsAProgramOfARepairWriteOnlyWhereItMay() throws IOException {
        try (TestDisk disk = disk(root -> {
            Files.createDirectories(root.resolve("boot/sub"));
            Files.createDirectories(root.resolve("tmp"));
            Files.createDirectories(root.resolve("var/lib/scratch"));
        })) {
            ChrootEnd end = runConfined(
                    disk,
                    "echo a >/boot/made; echo b >/tmp/made && ls /var/lib/scratch; echo c >/etc/made;"
                            + " readlink /dev/disk/by-uuid/1ab0; echo $SYSTEMD_OFFLINE");

            assertThat(end.out()).isEqualTo("made\n/dev/null\n1\n");
            assertThat(end.err()).contains("/etc/made", "Read-only file system");
            assertThat(listing(disk)).anyMatch(it -> it.contains("boot/made")).noneMatch(it -> it.contains("etc/made"));
        }
    }

    @Test
    void givesALinkedResolvConfItsFileInRun() throws IOException {
        try (TestDisk disk = disk(root -> {
            Files.delete(root.resolve("etc/resolv.conf"));
            Files.createSymbolicLink(
                    root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
        })) {
            ChrootEnd end = run(disk, Access.READ_ONLY, "cat", "/etc/resolv.conf");
            assertThat(end.out()).isEqualTo(Files.readString(Path.of("/etc/resolv.conf")));
        }
    }

    @Test
    void saysThatThereIsNoDnsWithoutAResolvConf() throws IOException {
        try (TestDisk disk = disk(root -> Files.delete(root.resolve("etc/resolv.conf")))) {
            ChrootEnd end = run(disk, Access.WRITABLE, "sh", "-c", "ls /etc");
            assertThat(end.remarks())
                    .containsExactly("no DNS in the chroot: the system has no /etc/resolv.conf, and none is made");
            assertThat(end.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dev, absolute", "dev, relative", "dev, dangling", "dev, file", "dev, missing",
        "proc, absolute", "proc, relative", "proc, dangling", "proc, file", "proc, missing",
        "sys, absolute", "sys, relative", "sys, dangling", "sys, file", "sys, missing",
        "run, absolute", "run, relative", "run, dangling", "run, file",
    })
    void refusesDirectoriesThatAreNone(String name, String kind) throws IOException {
        try (TestDisk disk = disk(root -> {
            Path place = root.resolve(name);
            Files.delete(place);
            switch (kind) {
                case "absolute" -> Files.createSymbolicLink(place, Path.of("/etc"));
                case "relative" -> Files.createSymbolicLink(place, Path.of("../../../tmp"));
                case "dangling" -> Files.createSymbolicLink(place, Path.of("/nowhere"));
                case "file" -> Files.writeString(place, "x");
                default -> assertThat(place).doesNotExist();
            }
        })) {
            List<String> before = mountPoints();
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(() -> run(disk, Access.WRITABLE, "true"))
                    .withMessageStartingWith("a chroot cannot be prepared: /" + name + " of the system is ")
                    .extracting(it -> it.guard().orElse(""))
                    .isEqualTo("api-directory");
            assertThat(mountPoints()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"they are for aarch64, this machine is x86_64"})
    void refusesAForeignArchitecture(String why) throws IOException {
        Chroot foreign = new Chroot(TestDisk.RUNNER, TestDisk.RUNNER, root -> Optional.of(why));
        try (TestDisk disk = disk(root -> {});
                MountedSystem mounted = mount(disk, Access.READ_ONLY)) {
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(() -> foreign.run(mounted, "web1", List.of("true"), Terminal.CAPTURED, remark -> {}))
                    .withMessage("programs of the system cannot run here: " + why);
        }
    }

    @Test
    void passesWordsOnAsTheyAre() throws IOException {
        try (TestDisk disk = disk(root -> {})) {
            ChrootEnd end = run(disk, Access.READ_ONLY, "printf", "%s\n", "a b", "$(id)", "'", "-n", "--", "x;y");
            assertThat(end.out().lines()).containsExactly("a b", "$(id)", "'", "-n", "--", "x;y");
        }
    }

    @Test
    void cannotBeUnmountedUnderAChroot() throws IOException {
        try (TestDisk disk = disk(root -> {})) {
            MountedSystem mounted = mount(disk, Access.WRITABLE);
            Thread inside = new Thread(() -> CHROOT.run(
                    mounted, "web1", List.of("sh", "-c", "touch /begun; sleep 60"), Terminal.CAPTURED, remark -> {}));
            inside.setUncaughtExceptionHandler((thread, interrupted) -> {});
            inside.start();
            waitFor(at.resolve("begun"));
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(mounted::close)
                    .withMessageContaining("has its root at " + at);
            inside.interrupt();
            join(inside);
            mounted.close();
        }
    }

    private ChrootEnd runConfined(TestDisk disk, String script) {
        try (MountedSystem system = mount(disk, Access.WRITABLE)) {
            return CHROOT.run(
                    system,
                    new ConfinedProgram(
                            List.of("/bin/sh", "-c", script),
                            List.of("/boot"),
                            "/var/lib/scratch",
                            Map.of("by-uuid/1ab0", Path.of("/dev/null")),
                            Duration.ofMinutes(1)));
        }
    }

    private ChrootEnd run(TestDisk disk, Access access, String... command) {
        try (MountedSystem mounted = mount(disk, access)) {
            return CHROOT.run(mounted, "web1", List.of(command), Terminal.CAPTURED, remark -> {});
        }
    }

    private MountedSystem mount(TestDisk disk, Access access) {
        BlockDevice device = disk.blockDevice();
        Machine machine = new Machine(List.of(device), List.of(), List.of(), List.of(), List.of());
        return mounter.mount(machine, device, at, access);
    }

    private List<String> listing(TestDisk disk) {
        try (MountedSystem mounted = mount(disk, Access.READ_ONLY)) {
            return TestDisk.run("find", mounted.root().toString(), "-printf", "%P %y %m %T@ %C@ %s %l\n")
                    .lines()
                    .sorted()
                    .toList();
        }
    }

    private TestDisk disk(TestDisk.Content change) throws IOException {
        return TestDisk.clean(directory, "ext4", root -> {
            for (String name : List.of("bin", "dev", "etc", "proc", "run", "sys")) {
                Files.createDirectory(root.resolve(name));
            }
            Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
            TestDisk.run("chmod", "755", root.resolve("bin/busybox").toString());
            for (String applet : List.of(
                    "sh",
                    "ls",
                    "cat",
                    "id",
                    "tr",
                    "grep",
                    "test",
                    "sleep",
                    "setsid",
                    "printf",
                    "true",
                    "touch",
                    "readlink")) {
                Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
            }
            Files.writeString(root.resolve("etc/resolv.conf"), "nameserver 192.0.2.1\n");
            change.writeTo(root);
        });
    }

    private static List<String> mountPoints() {
        return MountTable.now().entries().stream().map(it -> it.mountPoint()).toList();
    }

    private String processes() {
        return TestDisk.run("ps", "-eo", "args")
                .lines()
                .filter(it -> it.contains(directory.toString()) || it.contains("sleep 4242"))
                .filter(it -> !it.contains("java"))
                .sorted()
                .reduce("", (a, b) -> a + b + "\n");
    }

    private static void waitFor(Path file) {
        while (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Pause.millis(20);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
