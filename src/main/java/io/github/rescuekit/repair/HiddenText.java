package io.github.rescuekit.repair;

import io.github.rescuekit.installed.FileText;
import java.util.Optional;

/**
 * The content of a file that holds secrets. It is known by its hash, and that is all that a plan on the disk or in a report has
 * of it; whoever prints it prints {@code (hidden)}.
 */
public final class HiddenText {

    private final String sha256;
    private final Optional<FileText> text;

    private HiddenText(String sha256, Optional<FileText> text) {
        this.sha256 = sha256;
        this.text = text;
    }

    public static HiddenText of(FileText text) {
        return new HiddenText(Hashes.sha256(text.bytes()), Optional.of(text));
    }

    /** As a journal knows it. */
    static HiddenText known(String sha256) {
        return new HiddenText(sha256, Optional.empty());
    }

    String sha256() {
        return sha256;
    }

    /** Bytes to write; a plan that was read from a journal has none and is never applied. */
    byte[] bytes() {
        return text.orElseThrow().bytes();
    }

    boolean is(byte[] content) {
        return Hashes.sha256(content).equals(sha256);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HiddenText hidden && hidden.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
