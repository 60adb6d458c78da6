package io.github.rescuekit.leave;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The programs of kexec-tools, and systemd where it runs. */
public final class KexecTools implements Kexec {

    private static final String KEXEC = "kexec";
    private static final Path SYSTEMD = Path.of("/run/systemd/system");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Runner runner;
    private final Tools tools;
    private final Path directory;
    private final Path systemd;

    public KexecTools(Runner runner, Tools tools) {
        this(runner, tools, Path.of("/run"), SYSTEMD);
    }

    /**
     * The same elsewhere.
     *
     * @param directory for an initramfs that is made of several
     * @param systemd is there where systemd runs
     */
    KexecTools(Runner runner, Tools tools, Path directory, Path systemd) {
        this.runner = runner;
        this.tools = tools;
        this.directory = directory;
        this.systemd = systemd;
    }

    @Override
    public void load(Path kernel, List<Path> initramfs, String arguments) {
        tools.requireAll(List.of(KEXEC));
        if (initramfs.size() < 2) {
            loadOne(kernel, initramfs, arguments);
        } else {
            loadJoined(kernel, initramfs, arguments);
        }
    }

    // With the newer system call where there is one: it also works where the firmware allows signed kernels alone.
    private void loadOne(Path kernel, List<Path> initramfs, String arguments) {
        List<String> words = new ArrayList<>(List.of("--load", "--kexec-syscall-auto", "--command-line=" + arguments));
        initramfs.forEach(it -> words.add("--initrd=" + it));
        words.add(kernel.toString());
        runner.run(Command.of(KEXEC, words).within(LONGEST));
    }

    private void loadJoined(Path kernel, List<Path> initramfs, String arguments) {
        try {
            Path joined = Files.createTempFile(directory, "rescuekit-initramfs", "");
            try {
                join(initramfs, joined);
                loadOne(kernel, List.of(joined), arguments);
            } finally {
                Files.delete(joined);
            }
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the parts of the initramfs could not be joined below " + directory + ": " + e.getMessage(),
                            "make room there, or leave with --reboot")
                    .causedBy(e);
        }
    }

    // The kernel unpacks one archive after the other, as boot loaders put them behind each other.
    private static void join(List<Path> parts, Path joined) throws IOException {
        try (OutputStream out = Files.newOutputStream(joined)) {
            for (Path part : parts) {
                Files.copy(part, out);
            }
        }
    }

    @Override
    public void unload() {
        runner.run(Command.of(KEXEC, "--unload"));
    }

    // systemd ends in order what runs in the rescue system; elsewhere nothing of it is worth it.
    @Override
    public void start() {
        runner.run(Files.isDirectory(systemd) ? Command.of("systemctl", KEXEC) : Command.of(KEXEC, "--exec"));
    }
}
