package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.SwapArea;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc/swaps}. */
public final class Swaps {

    private static final Pattern HEADER = Pattern.compile("Filename\\s+Type\\s+Size\\s.*");
    private static final Pattern LINE =
            Pattern.compile("(?<path>\\S+)\\s+(?:partition|file)\\s+(?<kib>\\d{1,15})\\s.*");

    private Swaps() {}

    /**
     * Reads the swap areas in use.
     *
     * @throws UnexpectedOutputException for a line that is none
     */
    public static List<SwapArea> parse(String text) {
        List<SwapArea> areas = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            Matcher fields = LINE.matcher(lines.line());
            if (fields.matches()) {
                areas.add(new SwapArea(
                        Escapes.octal(fields.group("path")), Bytes.kib(Long.parseLong(fields.group("kib")))));
            } else if (lines.number() > 1 || !HEADER.matcher(lines.line()).matches()) {
                throw new UnexpectedOutputException("/proc/swaps", lines.number(), lines.line());
            }
        }
        return areas;
    }
}
