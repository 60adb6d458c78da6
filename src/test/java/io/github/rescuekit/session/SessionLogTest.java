package io.github.rescuekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLogTest {

    @TempDir
    private Path directory;

    @Test
    void appendsEntriesThatOnlyTheOwnerReads() throws IOException {
        Path file = directory.resolve("log/rescuekit.log");
        SessionLog log = new SessionLog(file);

        assertThat(log.append("first")).contains(file);
        assertThat(log.append("second")).contains(file);

        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().endsWith(" second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void keepsOneOlderFileWhenFull() throws IOException {
        Path file = directory.resolve("rescuekit.log");
        SessionLog log = new SessionLog(file);

        log.append("x".repeat(5 << 20));
        log.append("next");

        assertThat(Files.size(directory.resolve("rescuekit.log.1"))).isGreaterThan(5 << 20);
        assertThat(Files.readString(file)).endsWith(" next\n");
    }

    @Test
    void saysWhenItCannotWrite() throws IOException {
        Path notADirectory = Files.createFile(directory.resolve("file"));

        assertThat(new SessionLog(notADirectory.resolve("rescuekit.log")).append("lost"))
                .isEmpty();
    }
}
