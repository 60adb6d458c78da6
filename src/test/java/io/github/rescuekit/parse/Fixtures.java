package io.github.rescuekit.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded outputs of tools: {@code fixtures/TOOL/SYSTEM/CASE/output} with {@code expected} and {@code ORIGIN}. */
final class Fixtures {

    static final Path ROOT = Path.of("src", "test", "resources", "fixtures");

    private Fixtures() {}

    /** One recorded output. */
    record Case(Path directory) {

        String output() {
            return read("output");
        }

        String read(String name) {
            try {
                return Files.readString(directory.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean has(String name) {
            return Files.exists(directory.resolve(name));
        }

        @Override
        public String toString() {
            return ROOT.relativize(directory).toString();
        }
    }

    static List<Case> of(String tool) {
        Path directory = ROOT.resolve(tool);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("output"))
                    .map(file -> new Case(file.resolveSibling("")))
                    .sorted((a, b) -> a.directory().compareTo(b.directory()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
