package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedFilesTest {

    private SystemTree tree;
    private SystemFiles direct;
    private AskedFiles disk;
    private SystemFiles files;

    @BeforeEach
    void aSystemWhoseLibIsALink() {
        tree = SystemTree.empty()
                .file("/usr/lib/systemd/system/ssh.service", "[Service]\n")
                .file("/etc/passwd", "root:x:0:0::/root:/bin/sh\n")
                .link("/lib", "usr/lib")
                .link("/etc/systemd/system/sshd.service", "/lib/systemd/system/ssh.service")
                .link("/loop", "loop");
        direct = new ConfinedFiles(tree.root());
        disk = new AskedFiles(direct);
        files = new RememberedFiles(disk);
    }

    @AfterEach
    void remove() {
        tree.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/etc/passwd",
                "etc/passwd",
                "//etc//./passwd",
                "/etc/systemd/../passwd",
                "/etc/systemd/..",
                "/../etc/passwd",
                "/lib",
                "/lib/systemd/system/ssh.service",
                "/lib/systemd/system/none.service",
                "/lib/systemd/system",
                "/etc/systemd/system/sshd.service",
                "/etc/passwd/none",
                "/loop",
                "/loop/none",
                "/none/none/none",
                "/none/../etc/passwd"
            })
    void answersAsTheFilesThemselvesDo(String path) {
        for (int time = 0; time < 2; time++) {
            assertThat(files.find(path)).isEqualTo(direct.find(path));
            assertThat(files.findWithoutFollowing(path)).isEqualTo(direct.findWithoutFollowing(path));
            assertThat(files.linkTarget(path)).isEqualTo(direct.linkTarget(path));
            assertThat(files.text(path)).isEqualTo(direct.text(path));
            assertThat(files.list(path)).isEqualTo(direct.list(path));
            assertThat(files.entries(path)).isEqualTo(direct.entries(path));
        }
    }

    @Test
    void looksOnceForADirectoryThatIsNotThere() {
        assertThat(files.find("/usr/local/lib/systemd/system/ssh.service")).isEmpty();
        disk.asked.clear();

        assertThat(files.find("/usr/local/lib/systemd/system/cron.service")).isEmpty();
        assertThat(files.text("/usr/local/lib/systemd/system/cron.service")).isEmpty();
        assertThat(files.entries("/usr/local/lib/systemd/system/cron.service.d"))
                .isEmpty();

        assertThat(disk.asked).isEmpty();
    }

    @Test
    void readsAFileOnceThatIsReachedByTwoPaths() {
        assertThat(files.text("/usr/lib/systemd/system/ssh.service")).isPresent();
        disk.asked.clear();

        assertThat(files.text("/lib/systemd/system/ssh.service")).isPresent();

        assertThat(disk.asked)
                .containsOnlyOnce("/lib")
                .allSatisfy(path -> assertThat(path).doesNotEndWith("ssh.service"));
    }

    @Test
    void knowsEachEntryOfADirectoryThatWasRead() {
        assertThat(files.entries("/lib/systemd/system")).hasSize(1);
        disk.asked.clear();

        assertThat(files.findWithoutFollowing("/usr/lib/systemd/system/ssh.service"))
                .isPresent();

        assertThat(disk.asked).doesNotContain("/usr/lib/systemd/system/ssh.service");
    }

    @Test
    void aDirectoryThatCannotBeReadIsNotOneThatIsMissing() {
        disk.damaged = "/etc";

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> files.find("/etc/passwd"))
                    .isInstanceOf(RescueException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** Tells what was asked of the disk, and refuses a damaged path. */
    private static final class AskedFiles implements SystemFiles {

        private final SystemFiles files;
        private final List<String> asked = new ArrayList<>();
        private String damaged = "";

        AskedFiles(SystemFiles files) {
            this.files = files;
        }

        private String asked(String path) {
            asked.add(path);
            if (path.equals(damaged)) {
                throw new RescueException(ExitCode.TOOL_FAILED, path + " is damaged", "look at 'dmesg'");
            }
            return path;
        }

        @Override
        public Optional<SystemFile> find(String path) {
            return files.find(asked(path));
        }

        @Override
        public Optional<SystemFile> findWithoutFollowing(String path) {
            return files.findWithoutFollowing(asked(path));
        }

        @Override
        public Optional<String> linkTarget(String path) {
            return files.linkTarget(asked(path));
        }

        @Override
        public Optional<FileText> text(String path) {
            return files.text(asked(path));
        }

        @Override
        public Optional<byte[]> head(String path, int count) {
            return files.head(asked(path), count);
        }

        @Override
        public Optional<byte[]> tail(String path, int count) {
            return files.tail(asked(path), count);
        }

        @Override
        public Optional<byte[]> part(String path, long from, int count) {
            return files.part(asked(path), from, count);
        }

        @Override
        public List<String> list(String directory) {
            return files.list(asked(directory));
        }

        @Override
        public List<SystemFile> entries(String directory) {
            return files.entries(asked(directory));
        }

        @Override
        public List<SystemFile> glob(String pattern) {
            return files.glob(asked(pattern));
        }
    }
}
