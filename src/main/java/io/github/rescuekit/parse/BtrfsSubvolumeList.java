package io.github.rescuekit.parse;

import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code btrfs subvolume list} and {@code btrfs subvolume get-default}: {@code ID 256 gen 7 top level 5 path @}. */
public final class BtrfsSubvolumeList {

    private static final Pattern LINE = Pattern.compile("ID (?<id>\\d{1,18}) gen \\d+ top level \\d+ path (?<path>.+)");
    private static final String TOP = "ID 5 (FS_TREE)";

    private BtrfsSubvolumeList() {}

    /** The subvolumes, in the order of the output. */
    public static List<Subvolume> parse(String text) {
        List<Subvolume> subvolumes = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            if (!lines.line().isBlank()) {
                subvolumes.add(subvolume(lines.number(), lines.line()));
            }
        }
        return List.copyOf(subvolumes);
    }

    private static Subvolume subvolume(int number, String line) {
        if (line.equals(TOP)) {
            return Subvolume.TOP;
        }
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw new UnexpectedOutputException("btrfs subvolume list", number, line);
        }
        return new Subvolume(Long.parseLong(fields.group("id")), fields.group("path"));
    }
}
