package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a site's own recipe does; each becomes steps of a plan, which are shown before they are taken. */
sealed interface OwnDeed {

    /** The file that it is about. */
    String path();

    /** Patterns of what it may change. */
    default List<String> touches() {
        return List.of(path());
    }

    /** Something that is done by steps of its own. */
    sealed interface Act extends OwnDeed {

        /** The steps; none when it is so already. */
        List<Step> steps(SystemFiles files);
    }

    /**
     * The text of a file that a plan may show.
     *
     * @throws RescueException when others may not read it
     */
    static Optional<FileText> readable(SystemFiles files, String path) {
        if (files.find(path)
                .filter(it -> !it.mode().grantsAny(OwnCondition.OTHERS_MAY_READ))
                .isPresent()) {
            throw RescueException.refused(
                    "secret-file",
                    path + " holds what only its owner may read, and a plan shows what it changes",
                    "edit it by hand ('rescuekit chroot --write'), or with the recipe that knows it");
        }
        return files.text(path);
    }

    /** Changes the lines of a file; several edits of one file become one step. */
    sealed interface Edit extends OwnDeed {

        FileText of(FileText before);
    }

    /** Every line that matches becomes other lines. */
    record Replace(String path, Pattern pattern, List<String> lines) implements Edit {

        @Override
        public FileText of(FileText before) {
            TextLines text = TextLines.of(before.text());
            for (int number = text.count(); number > 0; number--) {
                if (pattern.matcher(text.line(number)).find()) {
                    text = text.replace(number, lines.get(0));
                    for (int more = lines.size() - 1; more > 0; more--) {
                        text = text.insertAfter(number, lines.get(more));
                    }
                }
            }
            return before.withText(text.toString());
        }
    }

    /** Every line that matches becomes a comment. */
    record Comment(String path, Pattern pattern) implements Edit {

        private static final String MARK = "# rescuekit: ";

        @Override
        public FileText of(FileText before) {
            return before.withText(TextLines.of(before.text())
                    .each(line -> pattern.matcher(line).find() && !line.startsWith(MARK) ? MARK + line : line)
                    .toString());
        }
    }

    /** Adds lines to the end, unless they are there in that order already. */
    record Append(String path, List<String> lines) implements Edit {

        @Override
        public FileText of(FileText before) {
            TextLines text = TextLines.of(before.text());
            if (String.join("\n", text.lines()).contains(String.join("\n", lines))) {
                return before;
            }
            for (String line : lines) {
                text = text.append(line);
            }
            return before.withText(text.toString());
        }
    }

    /** Makes a file of that content, or gives it to the one that is there. */
    record Create(String path, FileMode mode, List<String> lines) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            readable(files, path);
            String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
            return NewFile.steps(files, path, FileText.of(text), mode);
        }
    }

    /** Removes a file or link. */
    record Remove(String path) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            return files.findWithoutFollowing(path).<Step>map(it -> new Step.RemoveFile(path)).stream()
                    .toList();
        }
    }

    /** Gives a file another name in its directory. */
    record Rename(String path, String name) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            String newPath = path.substring(0, path.lastIndexOf('/') + 1) + name;
            return files.findWithoutFollowing(path).<Step>map(it -> new Step.RenameFile(path, newPath)).stream()
                    .toList();
        }
    }

    /** Makes a link; what is there goes out of the way. */
    record Link(String path, String target) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            if (files.linkTarget(path).filter(target::equals).isPresent()) {
                return List.of();
            }
            Optional<Step> aside = PutAside.of(files, path);
            Step link = new Step.CreateLink(path, target);
            return aside.map(it -> List.of(it, link)).orElse(List.of(link));
        }
    }

    /** Makes a directory and those above it. */
    record Directory(String path, FileMode mode) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            return files.exists(path) ? List.of() : List.of(new Step.MakeDirectory(path, mode));
        }
    }

    /** Changes permission bits. */
    record Mode(String path, FileMode mode) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            return files
                    .find(path)
                    .map(SystemFile::mode)
                    .filter(it -> !it.equals(mode))
                    .<Step>map(it -> new Step.SetMode(path, it, mode))
                    .stream()
                    .toList();
        }
    }

    /** Gives something to another owner and group. */
    record Own(String path, Owner owner) implements Act {

        @Override
        public List<Step> steps(SystemFiles files) {
            return files
                    .find(path)
                    .map(it -> new Owner(it.uid(), it.gid()))
                    .filter(it -> !it.equals(owner))
                    .<Step>map(it -> new Step.SetOwner(path, it, owner))
                    .stream()
                    .toList();
        }
    }

    /** Runs a program of the system where it can write to nothing but what is named. */
    record Run(String program, List<String> arguments, List<String> changes) implements Act {

        private static final Duration LIMIT = Duration.ofMinutes(15);

        @Override
        public String path() {
            return program;
        }

        @Override
        public List<String> touches() {
            return changes;
        }

        @Override
        public List<Step> steps(SystemFiles files) {
            return List.of(new Step.RunProgram(program, arguments, changes, List.of(), LIMIT));
        }
    }
}
