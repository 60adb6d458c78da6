package io.github.rescuekit.installed;

import io.github.rescuekit.model.RescueException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * GRUB's environment block, {@code grubenv}: lines {@code NAME=value} behind a comment, padded with {@code #} to exactly
 * 1024 bytes. GRUB writes into its blocks in place and reads no block of another length.
 */
public record GrubEnvironment(FileText file) {

    public static final int SIZE = 1024;

    private static final String HEADER = "# GRUB Environment Block\n";
    private static final String PADDING = "#";

    /** A block without variables. */
    public static final GrubEnvironment EMPTY =
            new GrubEnvironment(FileText.of(HEADER + PADDING.repeat(SIZE - HEADER.length())));

    /** False for a file that GRUB would not read. */
    public boolean isWhole() {
        return file.text().startsWith(HEADER)
                && file.bytes().length == SIZE
                && !padding().isEmpty();
    }

    /** What it sets; of two values for one name the later. */
    public Map<String, String> variables() {
        return file.text()
                .lines()
                .filter(line -> !line.startsWith(PADDING) && line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> second,
                        TreeMap::new));
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(variables().get(name)).filter(it -> !it.isEmpty());
    }

    /**
     * The block with another value of one variable.
     *
     * @throws RescueException when it does not fit into the block
     */
    public GrubEnvironment with(String name, String value) {
        String text = isWhole() ? file.text() : EMPTY.file().text();
        String body = text.substring(0, text.lastIndexOf('\n') + 1);
        TextLines lines = TextLines.of(body);
        for (int number = lines.count(); number > 0; number--) {
            if (lines.line(number).startsWith(name + "=")) {
                return padded(lines.replace(number, name + "=" + value).toString());
            }
        }
        return padded(body + name + "=" + value + "\n");
    }

    private GrubEnvironment padded(String body) {
        int room = SIZE - body.getBytes(StandardCharsets.UTF_8).length;
        if (room < 1) {
            throw RescueException.refused(
                    "grubenv-full",
                    "GRUB's environment block has no room for another value",
                    "see what is in it: grub-editenv list; nothing was changed");
        }
        return new GrubEnvironment(FileText.of(body + PADDING.repeat(room)));
    }

    private String padding() {
        String last = file.text().substring(file.text().lastIndexOf('\n') + 1);
        return last.chars().allMatch(it -> it == PADDING.charAt(0)) ? last : "";
    }
}
