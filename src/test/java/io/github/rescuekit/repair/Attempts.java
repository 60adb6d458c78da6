package io.github.rescuekit.repair;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Every kind of write that door 3 offers, tried at a path; for proofs that count what came of it. */
public final class Attempts {

    private static final String TEMPORARY = ".rescuekit-attempt";
    private static final byte[] CONTENT = "written by Rescuekit\n".getBytes(UTF_8);

    private final Path root;

    public Attempts(Path root) {
        this.root = root;
    }

    /** Replaces a file, as a recipe does after it resolved the path; false when that was refused. */
    public boolean replace(String path) {
        return succeeds(() -> {
            SystemWriter writer = writer();
            writer.replace(writer.reader().resolve(path), CONTENT, TEMPORARY);
            return true;
        });
    }

    /** Tries every kind of write; returns how many were done. */
    public int all(String path) {
        List<Supplier<Boolean>> kinds = List.of(
                () -> replace(path),
                () -> succeeds(() -> {
                    SystemWriter writer = writer();
                    writer.create(
                            writer.reader().resolveDirectory(path + ".new"), CONTENT, new FileMode(0600), TEMPORARY);
                    return true;
                }),
                () -> succeeds(() -> {
                    SystemWriter writer = writer();
                    writer.link(writer.reader().resolveDirectory(path + ".link"), "/dev/null", TEMPORARY);
                    return true;
                }),
                () -> succeeds(() -> {
                    SystemWriter writer = writer();
                    writer.makeDirectory(writer.reader().resolveDirectory(path + ".d"), new FileMode(0700), TEMPORARY);
                    return true;
                }),
                () -> succeeds(() -> {
                    SystemWriter writer = writer();
                    writer.setMode(writer.reader().resolve(path), new FileMode(0600));
                    return true;
                }),
                () -> succeeds(() -> {
                    SystemWriter writer = writer();
                    writer.rename(writer.reader().resolve(path), writer.reader().resolveDirectory(path + ".away"));
                    return true;
                }),
                () -> succeeds(() -> {
                    SystemWriter writer = writer();
                    writer.remove(writer.reader().resolveDirectory(path + ".away"));
                    return true;
                }));
        return (int) kinds.stream().filter(Supplier::get).count();
    }

    private SystemWriter writer() {
        return new SystemWriter(
                root,
                new ConfinedFiles(root),
                new FileAttributes(new SystemRunner(Tools.OF_THIS_SYSTEM), tool -> false));
    }

    private static boolean succeeds(Supplier<Boolean> attempt) {
        try {
            return attempt.get();
        } catch (RescueException e) {
            return false;
        }
    }
}
