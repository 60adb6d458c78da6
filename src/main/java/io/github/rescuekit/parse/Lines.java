package io.github.rescuekit.parse;

/**
 * Walks over the lines of a text and counts them. Only a line feed ends a line here: the kernel leaves a carriage return
 * in a mount point as it is.
 */
final class Lines {

    private final String text;
    private int begin;
    private int end = -1;
    private int number;

    Lines(String text) {
        this.text = text;
    }

    /** Steps to the next line; false at the end. */
    boolean next() {
        if (end + 1 >= text.length()) {
            return false;
        }
        begin = end + 1;
        int feed = text.indexOf('\n', begin);
        end = feed < 0 ? text.length() : feed;
        number++;
        return true;
    }

    String line() {
        return text.substring(begin, end);
    }

    /** The number of the line, counted from 1. */
    int number() {
        return number;
    }
}
