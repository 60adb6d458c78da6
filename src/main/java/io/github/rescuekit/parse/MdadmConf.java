package io.github.rescuekit.parse;

import io.github.rescuekit.model.ArrayLine;
import io.github.rescuekit.model.ArrayName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the arrays of {@code mdadm.conf(5)}; never refuses it. */
public final class MdadmConf {

    // Keywords may be written in any case and shortened to three letters.
    private static final Pattern ARRAY = Pattern.compile("(?i)arr(?:ay?)?[ \t]+(?<device>[^ \t=]+)[ \t](?<rest>.*)");
    private static final Pattern UUID = Pattern.compile("(?i).*\\buuid=\"?(?<uuid>[0-9a-f:]{32,35})\"?(?:[ \t].*)?");
    private static final Pattern NAME = Pattern.compile("(?i)(?:.*[ \t])?name=\"?(?<name>[^ \t\"]+)\"?(?:[ \t].*)?");

    /** A line with all that goes on with it. */
    private record Joined(String text, int first, int last) {}

    private MdadmConf() {}

    /** The arrays that have a name and a UUID. */
    public static List<ArrayName> parse(String text) {
        return lines(text).stream().map(ArrayLine::array).toList();
    }

    /** The same with where they stand. */
    public static List<ArrayLine> lines(String text) {
        List<ArrayLine> arrays = new ArrayList<>();
        for (Joined line : joined(text)) {
            array(line).ifPresent(arrays::add);
        }
        return List.copyOf(arrays);
    }

    // A line that begins with a blank goes on with the one before.
    private static List<Joined> joined(String text) {
        List<Joined> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            boolean goesOn = !line.isBlank() && Character.isWhitespace(line.charAt(0)) && !lines.isEmpty();
            if (goesOn) {
                Joined before = lines.remove(lines.size() - 1);
                lines.add(new Joined(before.text() + " " + line.strip(), before.first(), number));
            } else {
                lines.add(new Joined(line, number, number));
            }
        }
        return lines;
    }

    private static Optional<ArrayLine> array(Joined line) {
        Matcher array = ARRAY.matcher(line.text().replaceFirst("(^|[ \t])#.*", ""));
        if (!array.matches()) {
            return Optional.empty();
        }
        String rest = array.group("rest");
        Matcher uuid = UUID.matcher(rest);
        if (!uuid.matches()) {
            return Optional.empty();
        }
        Matcher name = NAME.matcher(rest);
        String device = array.group("device");
        String written = uuid.group("uuid");
        return Optional.of(new ArrayLine(
                new ArrayName(node(device), written.toLowerCase(Locale.ROOT)),
                device,
                written,
                name.matches() ? Optional.of(name.group("name")) : Optional.empty(),
                line.first(),
                line.last()));
    }

    // "md0" and "root" stand for names below /dev and /dev/md.
    private static String node(String device) {
        if (device.startsWith("/")) {
            return device;
        }
        return device.matches("md_?\\d+.*") ? "/dev/" + device : "/dev/md/" + device;
    }
}
