package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every command of the level look, as it is typed. */
final class LookCommands {

    private LookCommands() {}

    static List<List<String>> on(String device, Path policy) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("survey", device));
        commands.add(List.of("survey", device, "--json"));
        commands.add(List.of("disks"));
        commands.add(List.of("systems"));
        commands.add(List.of("mounts", device));
        commands.add(List.of("mount", device, "--write"));
        commands.add(List.of("diagnose", "--system", device));
        commands.add(List.of("panic", "--system", device));
        commands.add(List.of("can-i-log-in", "--system", device));
        commands.add(List.of("raid", "status"));
        commands.add(List.of("check", device));
        commands.add(List.of("test", "disk", device, "--time", "1s"));
        commands.add(List.of("repair", "guest-agent-freeze", "--plan", "--system", device));
        commands.add(List.of("repair", "guest-agent-freeze", "--system", device));
        commands.add(List.of("undo", "--system", device));
        commands.add(List.of("history", "--system", device));
        commands.add(List.of("fsck", device, "--plan"));
        commands.add(List.of("fsck", device));
        commands.add(List.of("recover", "--policy", policy.toString(), "--plan"));
        return commands;
    }

    /** Runs one, and keeps what it must remember while the machine runs in that directory. */
    static Result run(Path run, List<String> words) {
        List<String> line = new ArrayList<>(List.of("RESCUEKIT_RUN=" + run, Bundle.PROGRAM));
        line.addAll(words);
        return LoopImage.tryRun("env", line.toArray(String[]::new));
    }
}
