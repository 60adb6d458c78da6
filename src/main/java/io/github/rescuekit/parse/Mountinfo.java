package io.github.rescuekit.parse;

import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc/PID/mountinfo}, see proc(5). */
public final class Mountinfo {

    // 36 35 98:0 /mnt1 /mnt2 rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue
    // The first six fields, then any number of tagged ones up to the single hyphen.
    private static final Pattern FRONT = Pattern.compile(
            "(?<id>\\d{1,9}) (?<parent>\\d{1,9}) "
                    + "(?<major>\\d{1,9}):(?<minor>\\d{1,9}) (?<root>[^ ]+) (?<mountPoint>[^ ]+) (?<options>[^ ]+)(?: .*)?",
            Pattern.DOTALL);
    // The source may be empty: mount(2) accepts "" for it, and the kernel then writes two spaces.
    private static final Pattern BACK =
            Pattern.compile("(?<type>[^ ]+) (?<source>[^ ]*) (?<options>.*)", Pattern.DOTALL);
    private static final String SEPARATOR = " - ";

    private Mountinfo() {}

    /**
     * Reads all mounts in the order of the kernel.
     *
     * @throws UnexpectedOutputException for a line that proc(5) does not describe
     */
    public static List<MountEntry> parse(String text) {
        List<MountEntry> mounts = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            mounts.add(mount(lines.number(), lines.line()));
        }
        return List.copyOf(mounts);
    }

    private static MountEntry mount(int number, String line) {
        int separator = line.indexOf(SEPARATOR);
        if (separator < 0) {
            throw refused(number, line);
        }
        Matcher front = FRONT.matcher(line.substring(0, separator));
        Matcher back = BACK.matcher(line.substring(separator + SEPARATOR.length()));
        if (!front.matches() || !back.matches()) {
            throw refused(number, line);
        }
        return new MountEntry(
                number(front, "id"),
                number(front, "parent"),
                new DeviceNumber(number(front, "major"), number(front, "minor")),
                Escapes.octal(front.group("root")),
                Escapes.octal(front.group("mountPoint")),
                MountOptions.split(front.group("options")),
                Escapes.octal(back.group("type")),
                Escapes.octal(back.group("source")),
                MountOptions.split(back.group("options")));
    }

    private static UnexpectedOutputException refused(int number, String line) {
        return new UnexpectedOutputException("/proc/self/mountinfo", number, line);
    }

    private static int number(Matcher fields, String group) {
        return Integer.parseInt(fields.group(group));
    }
}
