package io.github.rescuekit.repair.network;

/**
 * A value as a configuration states it.
 *
 * @param text the value as it is written, which an edit of its line would replace
 */
record Stated(String file, int line, String text) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + text;
    }
}
