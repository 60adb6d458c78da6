package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The signatures in the order of their rank: where a boot shows several, the first is what it ended in, and the others are
 * what came with it.
 */
public final class Signatures {

    private static final String PLACE = "signatures/";
    private static final String RANK = PLACE + "RANK";

    private final List<Signature> ranked;

    Signatures(List<Signature> ranked) {
        this.ranked = List.copyOf(ranked);
    }

    /** Those of this version. */
    public static Signatures read() {
        return new Signatures(text(RANK)
                .lines()
                .filter(it -> !it.isBlank())
                .map(Signatures::read)
                .toList());
    }

    public List<Signature> ranked() {
        return ranked;
    }

    /** The one of highest rank that the line shows. */
    public Optional<Signature> of(LogLine line) {
        return ranked.stream().filter(it -> it.isIn(line)).findFirst();
    }

    private static Signature read(String id) {
        List<String> lines =
                text(PLACE + id).lines().filter(it -> !it.isBlank()).toList();
        List<String> programs = values(lines, "from");
        return new Signature(
                id,
                value(lines, "title"),
                value(lines, "kind"),
                Severity.valueOf(value(lines, "severity").toUpperCase(Locale.ROOT)),
                programs.isEmpty() ? List.of("kernel") : programs,
                patterns(lines, "pattern"),
                patterns(lines, "except"),
                values(lines, "only").contains("at the end"),
                values(lines, "next"),
                new LogLine("", programs.isEmpty() ? "kernel" : programs.get(0), value(lines, "sample")),
                value(lines, "origin"));
    }

    private static List<WordPattern> patterns(List<String> lines, String name) {
        return values(lines, name).stream().map(WordPattern::of).toList();
    }

    private static String value(List<String> lines, String name) {
        List<String> values = values(lines, name);
        if (values.size() != 1) {
            throw new IllegalArgumentException("not one " + name + " in " + lines);
        }
        return values.get(0);
    }

    private static List<String> values(List<String> lines, String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(name + ": ")) {
                values.add(line.substring(name.length() + 2));
            }
        }
        return values;
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Signatures.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
