package io.github.rescuekit.repair.fsck;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One step of the repair of a filesystem, as data. */
public sealed interface FsckStep {

    /** When a step is taken. */
    enum When {
        ALWAYS(""),
        ERRORS_LEFT("only if errors are left"),
        NOT_REPLAYED("only if the log cannot be replayed");

        private final String words;

        When(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    When when();

    /** What is done, one line; for a program its words. */
    String summary();

    /** Why, one sentence. */
    String why();

    /** What can be lost by it, one sentence. */
    Optional<String> canLose();

    /** The file with the way back that it makes. */
    Optional<Path> undoFile();

    /** Copies the whole device into a file, so that it can be put back. */
    record SaveImage(String device, Path to) implements FsckStep {

        @Override
        public When when() {
            return When.ALWAYS;
        }

        @Override
        public String summary() {
            return "copy all of " + device + " to " + to;
        }

        @Override
        public String why() {
            return "its repair tool keeps no undo log of its own";
        }

        @Override
        public Optional<Path> undoFile() {
            return Optional.of(to);
        }

        @Override
        public Optional<String> canLose() {
            return Optional.empty();
        }
    }

    /** Mounts the filesystem for writing and unmounts it, where nobody else sees it. */
    record Replay(String device, When when) implements FsckStep {

        @Override
        public String summary() {
            return "replay the journal: mount " + device + " for writing in private and unmount it";
        }

        @Override
        public String why() {
            return "only the kernel can bring what waits there to its place";
        }

        @Override
        public Optional<Path> undoFile() {
            return Optional.empty();
        }

        @Override
        public Optional<String> canLose() {
            return Optional.empty();
        }
    }

    /**
     * Runs a program.
     *
     * @param words the program and its arguments
     * @param undoFile where the program itself notes what it overwrites
     */
    record RunTool(List<String> words, When when, String why, Optional<String> canLose, Optional<Path> undoFile)
            implements FsckStep {

        public RunTool {
            words = List.copyOf(words);
        }

        @Override
        public String summary() {
            return String.join(" ", words);
        }
    }
}
