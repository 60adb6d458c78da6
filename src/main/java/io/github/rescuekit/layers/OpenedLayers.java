package io.github.rescuekit.layers;

import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The record of what was opened, in the order in which it was; gone at the reboot like the layers themselves. */
public final class OpenedLayers {

    /**
     * One that was opened.
     *
     * @param device such as {@code /dev/md127}
     */
    public record Opened(Kind kind, String device) {}

    private final Path file;

    public OpenedLayers(Path file) {
        this.file = file;
    }

    /** {@code /run/rescuekit/opened}, or below {@code RESCUEKIT_RUN} where tests must not meet each other. */
    public static OpenedLayers of(Map<String, String> environment) {
        return new OpenedLayers(Path.of(environment.getOrDefault("RESCUEKIT_RUN", "/run/rescuekit"), "opened"));
    }

    List<Opened> all() {
        try {
            return Files.readAllLines(file).stream()
                    .flatMap(line -> parse(line).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    // A line that a full filesystem cut off is none.
    private static Optional<Opened> parse(String line) {
        String[] words = line.split(" ", 2);
        return Arrays.stream(Kind.values())
                .filter(it -> words.length == 2 && it.name().equals(words[0]))
                .findFirst()
                .map(kind -> new Opened(kind, words[1]));
    }

    void add(Opened opened) {
        try {
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(
                    file, line(opened), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    void remove(Opened opened) {
        List<Opened> left = new ArrayList<>(all());
        left.remove(opened);
        write(left);
    }

    void rename(Opened before, Opened now) {
        List<Opened> all = new ArrayList<>(all());
        all.replaceAll(it -> it.equals(before) ? now : it);
        write(all);
    }

    private void write(List<Opened> all) {
        try {
            StringBuilder text = new StringBuilder();
            all.forEach(it -> text.append(line(it)));
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private static String line(Opened opened) {
        return opened.kind() + " " + opened.device() + "\n";
    }

    private RescueException failed(String what, IOException e) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        "the record of what is open, " + file + ", could not be " + what + ": " + e.getMessage(),
                        "make room in /run, or point RESCUEKIT_RUN to another directory")
                .causedBy(e);
    }
}
