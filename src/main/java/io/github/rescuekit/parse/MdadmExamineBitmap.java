package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code mdadm --examine-bitmap} of one device. */
public final class MdadmExamineBitmap {

    private static final Pattern CLEARED = Pattern.compile("(?m)^ *Events Cleared : (\\d{1,18})$");

    private MdadmExamineBitmap() {}

    /**
     * The count of events since which the bitmap notes every write: a member that was left behind later can be brought up to
     * date by what it notes.
     *
     * @throws UnexpectedOutputException when it does not tell
     */
    public static long eventsCleared(String text) {
        Matcher cleared = CLEARED.matcher(text);
        if (!cleared.find()) {
            throw new UnexpectedOutputException("mdadm --examine-bitmap", 1, "no 'Events Cleared'");
        }
        return Long.parseLong(cleared.group(1));
    }
}
