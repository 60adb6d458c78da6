package io.github.rescuekit.report;

/** Breaks a sentence between words, so that it reads well on a narrow terminal. */
public final class Wrap {

    private Wrap() {}

    /** Lines of at most {@code columns} characters; a longer word gets a line of its own. */
    public static String lines(String sentence, int columns) {
        StringBuilder wrapped = new StringBuilder();
        int length = 0;
        for (String word : sentence.split(" ", -1)) {
            if (length > 0 && length + 1 + word.length() > columns) {
                wrapped.append('\n');
                length = 0;
            } else if (length > 0) {
                wrapped.append(' ');
                length++;
            }
            wrapped.append(word);
            length += word.length();
        }
        return wrapped.toString();
    }
}
