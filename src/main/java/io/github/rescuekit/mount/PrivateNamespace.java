package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Mounts and processes that nobody else sees and that end with us, however we end. A companion waits for the end of its
 * input; the kernel closes that pipe even when we are killed, the companion was the first process of the namespace, so
 * all others in it are killed too, and with the last of them go the mounts.
 */
final class PrivateNamespace implements Runner, Starter, AutoCloseable {

    private static final String KEEPER = "cat";

    private final Runner runner;
    private final Starter starter;
    private final Companion companion;

    private PrivateNamespace(Runner runner, Starter starter, Companion companion) {
        this.runner = runner;
        this.starter = starter;
        this.companion = companion;
    }

    static PrivateNamespace open(Runner runner, Starter starter) {
        // As a slave it sees what is unmounted outside, and does not keep that filesystem alive.
        Companion companion = starter.start(Command.of(
                "unshare", "--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child", "--", KEEPER));
        // Until cat answers, unshare may still be in the namespace of the rescue system.
        if (!companion.ask("ready").equals("ready")) {
            companion.close();
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    "no private mount namespace could be made",
                    "run as root, on a kernel with mount and pid namespaces; 'unshare --mount --pid --fork true' tells");
        }
        return new PrivateNamespace(runner, starter, companion);
    }

    boolean isAlive() {
        return companion.isAlive();
    }

    /** A path of the namespace as this process reaches it. It passes a link that only the kernel can follow. */
    Path path(String inside) {
        return Path.of("/proc/" + companion.pid() + "/root" + inside);
    }

    MountTable mountTable() {
        return MountTable.read(process("mountinfo"));
    }

    /** The processes that were started in it and still run. */
    List<Holder> processes() {
        try {
            Object number = Files.getAttribute(process("ns/pid_for_children"), "unix:ino");
            return Holders.inNamespace(number).stream()
                    // The companion's own cat came first.
                    .filter(it -> !it.name().equals(KEEPER) || !isChildOfCompanion(it))
                    .toList();
        } catch (IOException e) {
            // It ended, and with it all of them.
            return List.of();
        }
    }

    private boolean isChildOfCompanion(Holder holder) {
        return ProcessHandle.of(holder.pid().orElseThrow())
                .flatMap(ProcessHandle::parent)
                .filter(it -> it.pid() == companion.pid())
                .isPresent();
    }

    private Path process(String file) {
        return Path.of("/proc/" + companion.pid() + "/" + file);
    }

    @Override
    public Result run(Command command) {
        return runner.run(inside(command));
    }

    @Override
    public Companion start(Command command) {
        return starter.start(inside(command));
    }

    /** The command as it is started from outside. */
    Command inside(Command command) {
        List<String> words = new ArrayList<>(List.of(
                "--mount=/proc/" + companion.pid() + "/ns/mnt",
                "--pid=/proc/" + companion.pid() + "/ns/pid_for_children",
                "--",
                command.program()));
        words.addAll(command.arguments());
        return new Command(
                "nsenter",
                words,
                command.input(),
                command.limit(),
                command.accepted(),
                command.watcher(),
                command.terminal());
    }

    @Override
    public void close() {
        companion.close();
    }
}
