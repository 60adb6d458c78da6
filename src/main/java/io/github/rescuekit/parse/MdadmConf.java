package io.github.rescuekit.parse;

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

    private MdadmConf() {}

    /** The arrays that have a name and a UUID. */
    public static List<ArrayName> parse(String text) {
        List<ArrayName> arrays = new ArrayList<>();
        for (String line : joined(text)) {
            array(line.replaceFirst("(^|[ \t])#.*", "")).ifPresent(arrays::add);
        }
        return List.copyOf(arrays);
    }

    // A line that begins with a blank goes on with the one before.
    private static List<String> joined(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            boolean goesOn = !line.isBlank() && Character.isWhitespace(line.charAt(0)) && !lines.isEmpty();
            if (goesOn) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.strip());
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private static Optional<ArrayName> array(String line) {
        Matcher array = ARRAY.matcher(line);
        if (!array.matches()) {
            return Optional.empty();
        }
        Matcher uuid = UUID.matcher(array.group("rest"));
        // "md0" and "root" stand for names below /dev and /dev/md.
        String device = array.group("device");
        return uuid.matches()
                ? Optional.of(new ArrayName(node(device), uuid.group("uuid").toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static String node(String device) {
        if (device.startsWith("/")) {
            return device;
        }
        return device.matches("md_?\\d+.*") ? "/dev/" + device : "/dev/md/" + device;
    }
}
