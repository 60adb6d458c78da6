package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TargetPathsTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "etc", "..", ".", "etc/a", "a/b");

    @TempDir
    Path outside;

    private Path root;
    private TargetPaths paths;

    @BeforeEach
    void makeTarget() throws IOException {
        root = outside.resolve("target");
        Files.createDirectories(root.resolve("data/var"));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(outside.resolve("etc"));
        paths = new TargetPaths(root);
    }

    // JUnit warns for each link that leads out of its directory.
    @AfterEach
    void deleteLinks() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/data/var, /data/var",
        "/./data//var/, /data/var",
        "/var, /data/var",
        "/relative, /data",
        "/up, /etc",
        "/../../etc, /etc",
        "/var/../x/y, /data/x/y",
        "/, /",
    })
    void followsAPathAsTheTargetWould(String path, String resolved) throws IOException {
        Files.createSymbolicLink(root.resolve("var"), Path.of("/data/var"));
        Files.createSymbolicLink(root.resolve("relative"), Path.of("data/var/.."));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../../etc"));
        Files.createDirectories(root.resolve("data/x/y"));
        assertThat(paths.resolve(path)).contains(resolved);
    }

    @ParameterizedTest
    @CsvSource({"/missing", "/loop", "/loop/x", "/dangling"})
    void findsNothingWhereNothingIs(String path) throws IOException {
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("/nowhere"));
        assertThat(paths.resolve(path)).isEmpty();
    }

    @Test
    void refusesAPathThatNoFilesystemHolds() {
        assertThat(paths.resolve("/a\0b")).isEmpty();
        assertThat(paths.resolve("/" + "x".repeat(5000))).isEmpty();
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverLeavesTheTarget(int seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            grow(random);
        }
        for (int i = 0; i < 20; i++) {
            Optional<String> resolved = paths.resolve("/" + word(random) + "/" + word(random));
            if (resolved.isPresent()) {
                Path real = root.toRealPath();
                assertThat(paths.outside(resolved.get()).toRealPath())
                        .startsWith(real)
                        .isEqualTo(real.resolve(resolved.get().substring(1)).normalize());
            }
        }
    }

    private void grow(Random random) throws IOException {
        Path place = root.resolve(word(random)).normalize();
        if (!place.startsWith(root) || place.equals(root)) {
            return;
        }
        try {
            if (random.nextBoolean()) {
                Files.createDirectories(place);
            } else {
                Files.createSymbolicLink(place, Path.of(target(random)));
            }
        } catch (FileAlreadyExistsException e) {
            // Two words met at one place: the first stays.
            assertThat(e.getFile()).isNotNull();
        } catch (FileSystemException e) {
            // The parent is a link that leads nowhere.
            assertThat(e.getFile()).isNotNull();
        }
    }

    private String target(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "/" + word(random);
            case 1 -> "../" + word(random) + "/../../" + word(random);
            case 2 -> outside + "/etc";
            default -> word(random);
        };
    }

    private static String word(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
