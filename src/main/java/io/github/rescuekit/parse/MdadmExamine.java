package io.github.rescuekit.parse;

import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code mdadm --examine} of one device. */
public final class MdadmExamine {

    private static final String SOURCE = "mdadm --examine";
    private static final Pattern LINE = Pattern.compile("\\s*(?<key>[A-Z][A-Za-z ]*?) : (?<value>.*)");
    // Metadata 0.90 writes two numbers of 32 bits: "0.17".
    private static final Pattern EVENTS = Pattern.compile("(?:(?<high>\\d{1,9})\\.)?(?<low>\\d{1,10})");

    private MdadmExamine() {}

    /**
     * What the member knows.
     *
     * @throws UnexpectedOutputException when a line is missing without which the member cannot be judged
     */
    public static MdMember parse(String text) {
        return member(values(text));
    }

    /** The same, and when and as what it was last written. */
    public static MdTrace trace(String text) {
        Map<String, String> values = values(text);
        return new MdTrace(
                member(values),
                Optional.ofNullable(values.get("Device Role")),
                Optional.ofNullable(values.get("Update Time")),
                Optional.ofNullable(values.get("State")));
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(it ->
                        values.putIfAbsent(it.group("key"), it.group("value").strip()));
        return values;
    }

    private static MdMember member(Map<String, String> values) {
        return new MdMember(
                uuid(values),
                required(values, "Raid Level"),
                count(required(values, "Raid Devices")),
                events(required(values, "Events")),
                Optional.ofNullable(values.get("Array State")).map(it -> it.split(" ", 2)[0]));
    }

    // "b93ae771:12ef1e19:3d186b3c:53958f34 (local to host web1)" with metadata 0.90.
    private static String uuid(Map<String, String> values) {
        return Optional.ofNullable(values.get("Array UUID"))
                .orElseGet(() -> required(values, "UUID"))
                .split(" ", 2)[0];
    }

    private static String required(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key))
                .filter(it -> !it.isEmpty())
                .orElseThrow(() -> new UnexpectedOutputException(SOURCE, 1, "no '" + key + "'"));
    }

    private static int count(String value) {
        if (!value.matches("\\d{1,5}")) {
            throw new UnexpectedOutputException(SOURCE, 1, "Raid Devices : " + value);
        }
        return Integer.parseInt(value);
    }

    private static long events(String value) {
        Matcher events = EVENTS.matcher(value);
        if (!events.matches()) {
            throw new UnexpectedOutputException(SOURCE, 1, "Events : " + value);
        }
        long high = events.group("high") == null ? 0 : Long.parseLong(events.group("high"));
        return (high << 32) + Long.parseLong(events.group("low"));
    }
}
