package io.github.rescuekit.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the head of {@code xfs_logprint -t}: whether the log was replayed. */
public final class XfsLogprint {

    /** The state of an XFS log. */
    public enum Log {
        CLEAN,
        DIRTY,
        UNREADABLE
    }

    private static final Pattern STATE = Pattern.compile("log tail: [0-9]+ head: [0-9]+ state: <(CLEAN|DIRTY)>");
    private static final int HEAD = 4096;

    private XfsLogprint() {}

    public static Log parse(String text) {
        // The records of a dirty log follow, as many as the log holds.
        Matcher state = STATE.matcher(text.substring(0, Math.min(HEAD, text.length())));
        return state.find() ? Log.valueOf(state.group(1)) : Log.UNREADABLE;
    }
}
