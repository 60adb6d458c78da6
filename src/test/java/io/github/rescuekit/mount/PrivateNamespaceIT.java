package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateNamespaceIT {

    @TempDir
    Path directory;

    // systemd makes the mounts of a rescue system shared; where there is none, this directory stands for it.
    @BeforeEach
    void share() {
        LoopImage.run("mount", "--bind", "--make-shared", directory.toString(), directory.toString());
    }

    @AfterEach
    void takeDown() {
        LoopImage.run("umount", "--recursive", directory.toString());
    }

    @Test
    void keepsNoFilesystemAliveThatIsUnmountedOutside() throws IOException {
        Path disk = mounted("disk");
        try (PrivateNamespace namespace = PrivateNamespace.open(LoopImage.RUNNER, LoopImage.RUNNER)) {
            assertThat(namespace.mountTable().top(disk)).isPresent();

            LoopImage.run("umount", disk.toString());

            assertThat(namespace.mountTable().top(disk)).isEmpty();
        }
    }

    @Test
    void showsItsOwnMountsToNobody() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        try (PrivateNamespace namespace = PrivateNamespace.open(LoopImage.RUNNER, LoopImage.RUNNER)) {
            namespace.run(Command.of("mount", "-t", "tmpfs", "none", own.toString()));

            assertThat(namespace.mountTable().top(own)).isPresent();
            assertThat(MountTable.now().top(own)).isEmpty();
        }
    }

    private Path mounted(String name) throws IOException {
        Path at = Files.createDirectory(directory.resolve(name));
        LoopImage.run("mount", "-t", "tmpfs", "none", at.toString());
        return at;
    }
}
