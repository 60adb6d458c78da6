package io.github.rescuekit.model;

/** What the process tells its caller. The list is a promise to scripts: add, never renumber. */
public enum ExitCode {
    DONE(0),
    BUG(1),
    USAGE(2),
    PROBLEMS_FOUND(3),
    REFUSED(4),
    TOOL_FAILED(5),
    NOT_UNDERSTOOD(6),
    REPAIR_UNDONE(7),
    UNDO_FAILED(8),
    PERSON_NEEDED(9),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
