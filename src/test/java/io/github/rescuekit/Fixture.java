package io.github.rescuekit;

import io.github.rescuekit.exec.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a tool really printed, see the ORIGIN beside it. */
public record Fixture(int exit, String stdout, String stderr) {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    /** Reads {@code TOOL/DISTRIBUTION-VERSION/CASE}. */
    public static Fixture of(String name) {
        Path directory = FIXTURES.resolve(name);
        String exit = text(directory.resolve("exit")).strip();
        return new Fixture(
                Integer.parseInt(exit), text(directory.resolve("output")), optionalText(directory.resolve("errors")));
    }

    public String all() {
        return stdout + stderr;
    }

    public Result result() {
        return new Result(exit, stdout, stderr, Duration.ZERO, false);
    }

    private static String optionalText(Path file) {
        return Files.exists(file) ? text(file) : "";
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
