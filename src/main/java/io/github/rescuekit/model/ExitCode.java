package io.github.rescuekit.model;

/** What the process tells its caller. The list is a promise to scripts: add, never renumber. */
public enum ExitCode {
    DONE(0, "done, or healthy"),
    BUG(1, "a bug in Rescuekit; the message names the log"),
    USAGE(2, "wrong usage; nothing was done"),
    PROBLEMS_FOUND(3, "problems found, or a plan printed; nothing was changed"),
    REFUSED(4, "refused for safety; the guard is named, nothing was changed"),
    TOOL_FAILED(5, "a program is missing or failed, or the answer could not be written"),
    NOT_UNDERSTOOD(6, "the output of a program or a file was not understood"),
    REPAIR_UNDONE(7, "the repair failed and was undone"),
    UNDO_FAILED(8, "the repair failed and the undo failed too"),
    PERSON_NEEDED(9, "a person must decide: several systems, a passphrase"),
    INTERRUPTED(130, "interrupted; what was mounted for the step is released"),
    OUTPUT_CLOSED(141, "the reader of the output went away");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** One line for help and manual. */
    public String meaning() {
        return meaning;
    }
}
