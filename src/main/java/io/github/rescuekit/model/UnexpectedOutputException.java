package io.github.rescuekit.model;

/** Text of a tool or a file that its parser does not understand; it refuses rather than guesses. */
public final class UnexpectedOutputException extends RescueException {

    private static final long serialVersionUID = 1;
    private static final int SHOWN = 200;

    /**
     * @param source the tool or file the text came from, such as {@code lsblk} or {@code /etc/fstab}
     * @param line the line number, counted from 1
     * @param text the line itself
     */
    public UnexpectedOutputException(String source, int line, String text) {
        super(
                ExitCode.NOT_UNDERSTOOD,
                source + " line " + line + " was not understood: " + shortened(text),
                "send this line with the output of '" + source + "' to the developers");
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
