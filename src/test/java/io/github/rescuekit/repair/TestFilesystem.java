package io.github.rescuekit.repair;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A filesystem on a loop device over an image that the test made, mounted for writing. */
final class TestFilesystem implements AutoCloseable {

    static final SystemRunner RUNNER = new SystemRunner(Tools.OF_THIS_SYSTEM);

    private final Path root;

    private TestFilesystem(Path root) {
        this.root = root;
    }

    static TestFilesystem make(Path directory, String type, String... more) throws IOException {
        Path image = directory.resolve(type + ".img");
        Path root = Files.createDirectory(directory.resolve(type));
        run("truncate", "--size=320M", image.toString());
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(
                switch (type) {
                    case "xfs", "btrfs" -> List.of("-q", image.toString());
                    default -> List.of("-q", "-F", image.toString());
                });
        RUNNER.run(Command.of("mkfs." + type, words));
        run("mount", "-t", type, "-o", "loop", image.toString(), root.toString());
        return new TestFilesystem(root);
    }

    Path root() {
        return root;
    }

    void remountReadOnly() {
        run("mount", "-o", "remount,ro", root.toString());
    }

    static String run(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments)).out();
    }

    static FileAttributes attributes() {
        return new FileAttributes(RUNNER, Tools.OF_THIS_SYSTEM::has);
    }

    @Override
    public void close() {
        LoopImage.unmount(root);
    }
}
