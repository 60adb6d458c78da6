package io.github.rescuekit.repair;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Optional;

/**
 * A root that a {@link CrashEdit} works on.
 *
 * @param hasTools false on a rescue system without the tools for flags and labels; then no file has a flag
 */
public record CrashTarget(Path root, boolean hasTools) {

    TargetTree lay() {
        TargetTree tree = EveryStep.lay(new TargetTree(root));
        tree.file("/etc/big", CrashEdit.big("old"), 0640);
        decorate(tree.at("/etc/big"), "");
        decorate(tree.at("/etc/conf"), "i");
        decorate(tree.at("/etc/stale"), "i");
        giveTime(tree.at("/etc/stale-link"));
        return tree;
    }

    TargetTree tree() {
        return TargetTree.laid(root);
    }

    SystemWriter writer() {
        return tree().writer(attributes());
    }

    RepairRun.Applied apply(Plan plan) {
        return new RepairRun(tree().journal(), writer(), () -> {}, RepairRun.Listener.SILENT)
                .apply(plan, Optional::empty);
    }

    // Of a link Java brings back microseconds.
    private static void giveTime(Path link) {
        try {
            Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(Instant.parse("2020-02-02T02:02:02.123456Z")), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void decorate(Path file, String flags) {
        try {
            Files.setAttribute(file, "unix:uid", 1234);
            Files.setAttribute(file, "unix:gid", 5678);
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                    .write("note", ByteBuffer.wrap("kept".getBytes(UTF_8)));
            attributes().setFlags(file, flags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileAttributes attributes() {
        // Without chown(1) a file is given away in two calls; each system has it.
        return new FileAttributes(
                new SystemRunner(Tools.OF_THIS_SYSTEM),
                tool -> (hasTools || tool.equals("chown")) && Tools.OF_THIS_SYSTEM.has(tool));
    }
}
