package io.github.rescuekit.diagnose;

/** What a directory tree that looks like the root of a system is. */
public enum RootKind {
    SYSTEM("system"),
    CONTAINER("root of a container"),
    CHROOT("root of a chroot"),
    BACKUP("copy of a system");

    private final String words;

    RootKind(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
