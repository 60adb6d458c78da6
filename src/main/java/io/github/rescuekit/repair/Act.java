package io.github.rescuekit.repair;

/** How one kind of step is done to the files of a system. Paths are free of links. */
interface Act {

    /** The file that changes. */
    String path();

    /** True when the system already is as the step wants it. */
    boolean isAlreadySo();

    /**
     * Looks whether the step still fits what is there.
     *
     * @throws io.github.rescuekit.model.RescueException guard {@code changed}, when somebody was faster
     */
    void refuseIfUnfit();

    /** True when an undo needs a copy of the file. */
    boolean needsCopy();

    /** Does it; {@code temporaryName} is free for a new file beside the old one. */
    void apply(String temporaryName);
}
