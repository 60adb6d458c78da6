package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the programs of a mounted system as if it were the running one. All that is prepared for them lives in a private
 * mount and process namespace and is gone with it: mounts, name servers, processes that were left behind.
 */
public final class Chroot {

    // A person may leave the shell open over night; a package upgrade on a slow disk takes hours.
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    // Nobody answers debconf, and systemctl does not look for a manager to talk to.
    private static final List<String> UNATTENDED = List.of("DEBIAN_FRONTEND=noninteractive", "SYSTEMD_OFFLINE=1");
    private static final Integer[] EVERY_CODE =
            IntStream.rangeClosed(0, 255).boxed().toArray(Integer[]::new);

    // A shell between us and the chroot, only for job control: a shell inside has no number for our process group and
    // cannot give the terminal back to it. The words of the command are its parameters, it never reads them as a
    // script. 147 to 150 are the codes of a stopped job: nobody here could continue it later, so it is continued at
    // once.
    private static final String FOREGROUND =
            "\"$@\"; c=$?; while [ $c -ge 147 ] && [ $c -le 150 ]; do fg >/dev/null; c=$?; done; exit $c";

    private final Runner runner;
    private final Starter starter;
    private final Function<Path, Optional<String>> foreignProgram;

    /**
     * Chroots on this machine.
     *
     * @param foreignProgram why programs below a root cannot run on this machine; empty when they can
     */
    public Chroot(Runner runner, Starter starter, Function<Path, Optional<String>> foreignProgram) {
        this.runner = runner;
        this.starter = starter;
        this.foreignProgram = foreignProgram;
    }

    /** How a command meets the operator. */
    public enum Terminal {
        /** It takes over the operator's terminal. */
        TAKEN,
        /** It reads and writes what the operator's program reads and writes: pipes, files. */
        INHERITED,
        /** It reads nothing, and what it writes is kept. */
        CAPTURED
    }

    /**
     * Runs a command, or a shell when there is none.
     *
     * @param name shown in the prompt of the shell
     * @param remarks told before the command starts
     * @throws RescueException when a chroot would not be safe or not work
     */
    public ChrootEnd run(
            MountedSystem system, String name, List<String> command, Terminal terminal, Consumer<String> remarks) {
        refuseForeignPrograms(system);
        try (PrivateNamespace namespace = PrivateNamespace.open(runner, starter)) {
            List<String> said = prepare(namespace, system);
            said.forEach(remarks);
            Result result = runner.run(command(system, namespace, name, command, terminal));
            return new ChrootEnd(result.exitCode(), result.out(), result.err(), namespace.processes(), said);
        }
    }

    /**
     * Runs one program for a repair: it reads nothing, writes only where it may, and starts no service.
     *
     * @throws RescueException when a chroot would not be safe or not work
     */
    public ChrootEnd run(MountedSystem system, ConfinedProgram program) {
        refuseForeignPrograms(system);
        try (PrivateNamespace namespace = PrivateNamespace.open(runner, starter)) {
            Confinement confinement = new Confinement(namespace, system.root());
            confinement.lock(program);
            new ApiFilesystems(namespace, system.root()).mount();
            confinement.furnish(program);
            Command command = entered(system, namespace, "repair", UNATTENDED, program.command())
                    .within(program.limit());
            Result result = runner.run(command.accepting(EVERY_CODE));
            return new ChrootEnd(result.exitCode(), result.out(), result.err(), namespace.processes(), List.of());
        }
    }

    private void refuseForeignPrograms(MountedSystem system) {
        foreignProgram.apply(system.root()).ifPresent(why -> {
            throw RescueException.refused(
                    "architecture",
                    "programs of the system cannot run here: " + why,
                    "start a rescue system of the same architecture, or work on the files from outside");
        });
    }

    private static List<String> prepare(PrivateNamespace namespace, MountedSystem system) {
        allowSetuid(namespace, system.root());
        new ApiFilesystems(namespace, system.root()).mount();
        List<String> said = new ArrayList<>();
        new NameServers(namespace, system.root()).show().ifPresent(said::add);
        if (!system.isWritable()) {
            said.add("the system is mounted read-only: nothing can be changed in it");
        }
        return said;
    }

    // Outside, setuid programs and device files of the target have no effect (S06). In here all runs as root anyway,
    // and su and sudo of the target only work with it. Device files stay without effect, /dev is the rescue's own.
    private static void allowSetuid(PrivateNamespace namespace, Path root) {
        Mounter mounter = new Mounter(namespace);
        namespace.mountTable().atOrBelow(root).stream()
                .filter(it -> !it.type().startsWith("fuse"))
                .forEach(it -> mounter.restrict(
                        Path.of(it.mountPoint()), List.of(it.options().contains("rw") ? "rw" : "ro", "nodev")));
    }

    private static Command command(
            MountedSystem system, PrivateNamespace namespace, String name, List<String> command, Terminal terminal) {
        return inForeground(entered(system, namespace, name, List.of(), command), terminal)
                .within(NO_LIMIT)
                .accepting(EVERY_CODE);
    }

    private static Command entered(
            MountedSystem system,
            PrivateNamespace namespace,
            String name,
            List<String> variables,
            List<String> command) {
        TargetPaths paths = new TargetPaths(namespace.path(system.root().toString()));
        List<String> words = new ArrayList<>(List.of(
                "-i",
                "TERM=" + Optional.ofNullable(System.getenv("TERM")).orElse("dumb"),
                "HOME=/root",
                "USER=root",
                "LOGNAME=root",
                "SHELL=" + shell(paths),
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LC_ALL=C",
                // Shown by the prompts of Debian and its kin; the others take PS1.
                "debian_chroot=rescue:" + name,
                "PS1=(rescue:" + name + ") \\w\\$ ",
                "HISTFILE=/dev/null"));
        words.addAll(variables);
        words.addAll(List.of("chroot", system.root().toString()));
        words.addAll(command.isEmpty() ? List.of(shell(paths)) : command);
        return namespace.inside(Command.of("env", words));
    }

    private static Command inForeground(Command command, Terminal terminal) {
        return switch (terminal) {
            case TAKEN ->
                Command.of(
                                "sh",
                                Stream.concat(
                                                Stream.of("-m", "-c", FOREGROUND, "sh", command.program()),
                                                command.arguments().stream())
                                        .toList())
                        .onTerminal();
            case INHERITED -> command.onTerminal();
            case CAPTURED -> command;
        };
    }

    private static String shell(TargetPaths paths) {
        return Stream.of("/bin/bash", "/bin/sh")
                .filter(it -> paths.resolve(it).isPresent())
                .findFirst()
                .orElseThrow(() -> RescueException.refused(
                        "no-shell",
                        "the system has neither /bin/bash nor /bin/sh",
                        "see with 'rescuekit mounts' whether its /usr is mounted; work on the files from outside"));
    }
}
