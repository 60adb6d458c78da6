package io.github.rescuekit.repair;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.FileMode;

/** One change to the installed system, as data. Paths are absolute inside that system. */
public sealed interface Step {

    /** The file that changes. */
    String path();

    /** What it does, one line. */
    String summary();

    /** Gives an existing file new content; owner, mode, label and attributes stay. */
    record ReplaceFile(String path, FileText before, FileText after) implements Step {

        @Override
        public String summary() {
            return "change " + path;
        }
    }

    /** Makes a file that does not exist, owned by root. */
    record CreateFile(String path, FileText content, FileMode mode) implements Step {

        @Override
        public String summary() {
            return "create " + path + " (mode " + mode + ")";
        }
    }

    /** Makes a symbolic link where nothing is. */
    record CreateLink(String path, String target) implements Step {

        @Override
        public String summary() {
            return "link " + path + " -> " + target;
        }
    }

    /** Gives a file another name in the same directory. */
    record RenameFile(String path, String newPath) implements Step {

        @Override
        public String summary() {
            return "rename " + path + " to " + newPath;
        }
    }

    /** Removes a file or a link; a copy stays with the journal. */
    record RemoveFile(String path) implements Step {

        @Override
        public String summary() {
            return "remove " + path;
        }
    }

    /** Makes a directory owned by root. */
    record MakeDirectory(String path, FileMode mode) implements Step {

        @Override
        public String summary() {
            return "make directory " + path + " (mode " + mode + ")";
        }
    }

    /** Changes the permission bits of a file. */
    record SetMode(String path, FileMode before, FileMode after) implements Step {

        @Override
        public String summary() {
            return "set mode of " + path + " from " + before + " to " + after;
        }
    }
}
