package io.github.rescuekit.model;

import java.nio.charset.StandardCharsets;

/**
 * A passphrase, a password, a key: door 7. It comes from {@code Operator.askSecret}, goes to standard input of one program
 * by {@code Command.readingSecret} or into a hash, and is never part of an argument, a message, a log, a journal or a report: whoever
 * prints it prints {@code (secret)}.
 */
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Its bytes, for the class that hands them to a program and the one that hashes them; a third caller breaks the build. */
    public byte[] reveal() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** True when the same was typed twice. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    // Even a hash tells something: of a short secret it tells all.
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
