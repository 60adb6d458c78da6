package io.github.rescuekit.ui.command;

import java.util.Locale;

/** What a verb may do to a disk. Each verb belongs to exactly one level. */
public enum Level {
    LOOK("never writes to a disk"),
    EDIT("changes files, one at a time, each with an undo copy"),
    REPAIR("writes blocks, after a refusal when in doubt");

    private final String promise;

    Level(String promise) {
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }

    /** The word in help, messages and JSON: {@code look}, {@code edit}, {@code repair}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
