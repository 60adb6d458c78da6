package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The filesystem's own tool, as an administrator would call it. */
final class PlainTool {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private PlainTool() {}

    static void repair(BrokenImage broken, Path image) throws IOException {
        String type = broken.sample().type();
        switch (type) {
            case "xfs" -> {
                replay(image);
                run(image, broken.discardXfsLog() ? List.of("xfs_repair", "-f", "-L") : List.of("xfs_repair", "-f"));
            }
            // Its manual advises against "check --repair".
            case "btrfs" -> {}
            case "vfat" -> run(image, List.of("fsck.fat", "-a"));
            default -> run(image, List.of("e2fsck", "-f", "-y"));
        }
    }

    /** Whether it finds nothing any more. */
    static boolean isClean(String type, Path image) {
        return switch (type) {
            // It would call a dirty journal clean.
            case "ext2", "ext3", "ext4" ->
                run(image, List.of("e2fsck", "-f", "-n")).exitCode() == 0
                        && !run(image, List.of("dumpe2fs", "-h")).out().contains("needs_recovery");
            case "xfs" -> run(image, List.of("xfs_repair", "-f", "-n")).exitCode() == 0;
            case "btrfs" -> run(image, List.of("btrfs", "check", "--readonly")).exitCode() == 0;
            default -> run(image, List.of("fsck.fat", "-n")).exitCode() == 0;
        };
    }

    private static void replay(Path image) throws IOException {
        Path at = Files.createDirectories(image.resolveSibling("at"));
        if (LoopImage.tryRun("mount", "-t", "xfs", "-o", "loop,nouuid", image.toString(), at.toString())
                        .exitCode()
                == 0) {
            LoopImage.unmount(at);
        }
    }

    private static Result run(Path image, List<String> words) {
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        arguments.add(image.toString());
        return LoopImage.RUNNER.run(
                Command.of(words.get(0), arguments).within(LONGEST).acceptingAny());
    }
}
