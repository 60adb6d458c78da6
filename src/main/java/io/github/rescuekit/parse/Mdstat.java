package io.github.rescuekit.parse;

import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc/mdstat}, see md(4). */
public final class Mdstat {

    // md0 : active (auto-read-only) raid1 sdb1[1] sda1[0](F)
    // md127 : inactive sdc1[0](S)
    private static final Pattern ARRAY = Pattern.compile("(?<name>\\S+) : (?<state>\\S+)(?: \\((?<mode>[a-z-]+)\\))?"
            + "(?: (?<level>raid\\d+|linear|multipath|faulty|container))?(?<members>(?: .*)?)");
    private static final Pattern MEMBER = Pattern.compile("(\\S+)\\[(\\d{1,9})](\\S*)");
    private static final Pattern FLAG = Pattern.compile("\\(([A-Z])\\)");
    private static final Pattern SLOTS = Pattern.compile("\\[(?<slots>[U_]{1,4096})]\\s*$");
    // [==>......]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec
    // resync=PENDING, recovery=DELAYED
    private static final Pattern ACTIVITY =
            Pattern.compile("(?<activity>(?:resync|recovery|check|repair|reshape|recover)\\s*=\\s*\\S.*)");

    private Mdstat() {}

    /**
     * Reads all arrays.
     *
     * @throws UnexpectedOutputException for a line that md(4) does not write
     */
    public static List<MdArray> parse(String text) {
        List<MdArray> arrays = new ArrayList<>();
        Lines lines = new Lines(text);
        Optional<MdArray> array = Optional.empty();
        while (lines.next()) {
            String line = lines.line();
            if (line.startsWith("Personalities :") || line.startsWith("unused devices:") || line.isBlank()) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                array = Optional.of(array.map(it -> detailed(it, line)).orElseThrow(() -> refused(lines)));
                arrays.set(arrays.size() - 1, array.get());
            } else {
                array = Optional.of(array(lines));
                arrays.add(array.get());
            }
        }
        return List.copyOf(arrays);
    }

    private static MdArray array(Lines lines) {
        Matcher array = ARRAY.matcher(lines.line());
        if (!array.matches()) {
            throw refused(lines);
        }
        String mode = array.group("mode");
        return new MdArray(
                path(array.group("name")),
                mode == null ? array.group("state") : mode,
                Optional.ofNullable(array.group("level")),
                members(lines, array.group("members").strip()),
                List.of(),
                Optional.empty());
    }

    private static List<MdArray.Member> members(Lines lines, String text) {
        List<MdArray.Member> members = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split("\\s+")) {
            Matcher member = MEMBER.matcher(word);
            if (!member.matches()) {
                throw refused(lines);
            }
            members.add(new MdArray.Member(
                    path(member.group(1)), Integer.parseInt(member.group(2)), flags(member.group(3))));
        }
        return members;
    }

    private static String flags(String text) {
        StringBuilder flags = new StringBuilder();
        FLAG.matcher(text).results().forEach(flag -> flags.append(flag.group(1)));
        return flags.toString();
    }

    private static MdArray detailed(MdArray array, String line) {
        Matcher slots = SLOTS.matcher(line);
        Matcher activity = ACTIVITY.matcher(line);
        return new MdArray(
                array.path(),
                array.state(),
                array.level(),
                array.members(),
                slots.find() ? slots(slots.group("slots")) : array.slots(),
                activity.find() ? Optional.of(activity.group("activity").strip()) : array.activity());
    }

    private static List<Boolean> slots(String text) {
        return text.chars().mapToObj(slot -> slot == 'U').toList();
    }

    // The kernel writes a name such as cciss/c0d0p1 with an exclamation mark.
    private static String path(String name) {
        return "/dev/" + name.replace('!', '/');
    }

    private static UnexpectedOutputException refused(Lines lines) {
        return new UnexpectedOutputException("/proc/mdstat", lines.number(), lines.line());
    }
}
