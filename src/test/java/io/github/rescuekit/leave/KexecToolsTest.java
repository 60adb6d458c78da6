package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KexecToolsTest {

    @TempDir
    Path directory;

    private final List<String> commands = new ArrayList<>();
    private Path programs;
    private Path run;
    private String loaded = "";

    @BeforeEach
    void lay() throws IOException {
        programs = Files.createDirectory(directory.resolve("sbin"));
        run = Files.createDirectory(directory.resolve("run"));
        Files.createFile(
                programs.resolve("kexec"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private KexecTools kexec(String systemd) {
        return new KexecTools(this::answer, new Tools(List.of(programs.toString())), run, directory.resolve(systemd));
    }

    private Result answer(Command command) {
        commands.add(command.program() + " " + String.join(" ", command.arguments()));
        command.arguments().stream()
                .filter(it -> it.startsWith("--initrd="))
                .forEach(it -> loaded = read(Path.of(it.substring("--initrd=".length()))));
        return new Result(0, "", "", Duration.ZERO, false);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void loadsAKernelWithItsInitramfs() throws IOException {
        Path initramfs = Files.writeString(directory.resolve("initrd"), "drivers");

        kexec("none").load(Path.of("/boot/vmlinuz"), List.of(initramfs), "root=UUID=1 ro");

        assertThat(commands)
                .containsExactly("kexec --load --kexec-syscall-auto --command-line=root=UUID=1 ro --initrd=" + initramfs
                        + " /boot/vmlinuz");
        assertThat(loaded).isEqualTo("drivers");
    }

    @Test
    void loadsAKernelThatHasNone() {
        kexec("none").load(Path.of("/boot/vmlinuz"), List.of(), "ro");

        assertThat(commands).containsExactly("kexec --load --kexec-syscall-auto --command-line=ro /boot/vmlinuz");
    }

    @Test
    void joinsSeveralAndLeavesNothingBehind() throws IOException {
        Path microcode = Files.writeString(directory.resolve("ucode"), "microcode,");
        Path initramfs = Files.writeString(directory.resolve("initrd"), "drivers");

        kexec("none").load(Path.of("/boot/vmlinuz"), List.of(microcode, initramfs), "ro");

        assertThat(loaded).isEqualTo("microcode,drivers");
        try (Stream<Path> left = Files.list(run)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhichPackageIsMissing() throws IOException {
        Files.delete(programs.resolve("kexec"));

        RescueException failure = catchThrowableOfType(
                RescueException.class, () -> kexec("none").load(Path.of("/boot/vmlinuz"), List.of(), "ro"));

        assertThat(failure.happened() + failure.next()).contains("kexec-tools");
        assertThat(commands).isEmpty();
    }

    @Test
    void endsTheRescueSystemInOrderWhereSystemdRuns() {
        kexec("run").start();
        kexec("none").start();
        kexec("none").unload();

        assertThat(commands).containsExactly("systemctl kexec", "kexec --exec", "kexec --unload");
    }
}
