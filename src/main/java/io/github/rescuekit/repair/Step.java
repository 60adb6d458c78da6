package io.github.rescuekit.repair;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One change to the installed system, as data. Paths are absolute inside that system. */
public sealed interface Step {

    /** The file that changes. */
    String path();

    /** What it does, one line. */
    String summary();

    /** Gives an existing file new content; owner, mode, label and attributes stay. */
    record ReplaceFile(String path, FileText before, FileText after) implements Step {

        /** The step for a file of the system; empty where there is none, or where nothing in it changes. */
        public static Optional<Step> of(SystemFiles files, String path, UnaryOperator<FileText> change) {
            return files.text(path)
                    .map(before -> new ReplaceFile(path, before, change.apply(before)))
                    .filter(step -> !step.before().equals(step.after()))
                    .map(step -> step);
        }

        @Override
        public String summary() {
            return "change " + path;
        }
    }

    /**
     * Gives an existing file that holds secrets new content; what changes is told in words, and neither content is shown or
     * kept beside the undo copy.
     *
     * @param changes what is to be read in place of a diff; no secrets
     */
    record ReplaceSecrets(String path, HiddenText before, HiddenText after, List<String> changes) implements Step {

        public ReplaceSecrets {
            changes = List.copyOf(changes);
        }

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

    /**
     * Gives a file the content of another file of the system; owner and mode are what the filesystem gives.
     *
     * @param from the other file
     * @param before the SHA-256 of what is there; empty when nothing is
     * @param after that of the other file
     */
    record CopyFile(String path, String from, Optional<String> before, String after) implements Step {

        @Override
        public String summary() {
            return "copy " + from + (before.isPresent() ? " over " : " to ") + path;
        }
    }

    /** Gives a file another name in the same directory. */
    record RenameFile(String path, String newPath) implements Step {

        @Override
        public String summary() {
            return "rename " + path + " to " + newPath;
        }
    }

    /** Moves a file to another filesystem of the system, to make room on its own. */
    record MoveFile(String path, String newPath) implements Step {

        @Override
        public String summary() {
            return "move " + path + " to " + newPath;
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

    /**
     * Runs a program of the installed system in a chroot where it can write to nothing but what is named here.
     *
     * @param path the program, absolute inside the system
     * @param changes patterns of what it may change, make or remove: files, and directories with all that is in them
     * @param disks whose boot areas it may write to, such as {@code /dev/sda}
     */
    record RunProgram(String path, List<String> arguments, List<String> changes, List<String> disks, Duration limit)
            implements Step {

        public RunProgram {
            arguments = List.copyOf(arguments);
            changes = List.copyOf(changes);
            disks = List.copyOf(disks);
        }

        @Override
        public String summary() {
            List<String> may = Stream.concat(changes.stream(), disks.stream().map(it -> "the boot area of " + it))
                    .toList();
            return "run " + String.join(" ", command()) + " of the system, which may change "
                    + (may.isEmpty() ? "nothing" : String.join(", ", may));
        }

        List<String> command() {
            return Stream.concat(Stream.of(path), arguments.stream()).toList();
        }
    }

    /**
     * Writes into the boot area of a disk: the boot code before its partition table, or the room of a boot loader's core
     * image; never into a table or a filesystem.
     *
     * @param path the disk
     * @param offset in bytes
     * @param before what is there, in hexadecimal digits
     * @param after as many bytes
     */
    record WriteBootArea(String path, long offset, String before, String after) implements Step {

        public WriteBootArea {
            if (before.length() != after.length() || before.length() % 2 != 0) {
                throw new IllegalArgumentException("before and after are not of one length");
            }
        }

        @Override
        public String summary() {
            return "write " + after.length() / 2 + " bytes at byte " + offset + " of the boot area of " + path;
        }
    }

    /**
     * Takes flags of chattr(1) from a file that forbid even root to change it.
     *
     * @param flags letters, of {@code i} for immutable and {@code a} for append-only
     */
    record ClearFlags(String path, String flags) implements Step {

        @Override
        public String summary() {
            return "let root change " + path + " again (chattr -" + flags + ")";
        }
    }

    /**
     * Makes another subvolume of the root's btrfs the one that is mounted where nobody names one.
     *
     * @param path where the btrfs is mounted
     * @param before the number of the one that is
     * @param name of the new one, for a person
     */
    record SetDefaultSubvolume(String path, long before, long after, String name) implements Step {

        @Override
        public String summary() {
            return "make subvolume " + after + " (" + name + ") the default of the btrfs on " + path + ", in place of "
                    + before;
        }
    }

    /** Gives a file to another owner and group. */
    record SetOwner(String path, Owner before, Owner after) implements Step {

        @Override
        public String summary() {
            return "give " + path + " from " + before + " to " + after;
        }
    }
}
