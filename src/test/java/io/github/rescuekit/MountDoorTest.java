package io.github.rescuekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Door 1 of safety: programs that change what is mounted are named in one place each. */
class MountDoorTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/rescuekit");
    private static final String IN_A_DIRECTORY = "\"(?:/[a-z/]+/)?";
    private static final Pattern MOUNT = Pattern.compile(IN_A_DIRECTORY + "u?mount(?:\\.[a-z0-9]+)?\"");
    private static final Pattern NAMESPACE = Pattern.compile(
            IN_A_DIRECTORY + "(?:nsenter|unshare|chroot|pivot_root|switch_root|nbdfuse|nbdkit|dmsetup|fusermount3?)\"");

    @Test
    void onlyTheMounterNamesMountAndUmount() {
        assertThat(naming(MOUNT)).containsExactly("mount/Mounter.java");
    }

    @Test
    void onlyThePackageMountNamesTheProgramsOfNamespacesAndOverlays() {
        // Layers renames what it unlocked; it makes no device.
        assertThat(naming(NAMESPACE))
                .isNotEmpty()
                .allMatch(it -> it.startsWith("mount/") || it.equals("layers/Layers.java"));
    }

    // The front ends and reports cannot start programs, so that "mount" is there the name of a verb; Tools only knows
    // packages.
    private static List<String> naming(Pattern word) {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> word.matcher(text(file)).find())
                    .map(file -> SOURCES.relativize(file).toString())
                    .filter(file -> !file.startsWith("ui/") && !file.startsWith("report/"))
                    .filter(file -> !file.equals("exec/Tools.java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
