package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a site's own recipe looks for. */
sealed interface OwnCondition {

    int OTHERS_MAY_READ = 0_004;

    String path();

    /** What shows that it holds; empty when it does not. */
    Optional<String> evidence(SystemFiles files);

    /** A file, directory or link is there. */
    record Exists(String path) implements OwnCondition {

        @Override
        public Optional<String> evidence(SystemFiles files) {
            return files.findWithoutFollowing(path).map(it -> path + " is there");
        }
    }

    /** Nothing is there, or a link that leads nowhere. */
    record Missing(String path) implements OwnCondition {

        @Override
        public Optional<String> evidence(SystemFiles files) {
            return files.exists(path) ? Optional.empty() : Optional.of("there is no " + path);
        }
    }

    /** A line matches. */
    record Line(String path, Pattern pattern) implements OwnCondition {

        @Override
        public Optional<String> evidence(SystemFiles files) {
            return files.text(path)
                    .map(it -> TextLines.of(it.text()))
                    .flatMap(lines -> numberOf(lines, pattern)
                            .map(number -> path + ":" + number + (mayShow(files) ? ": " + lines.line(number) : "")));
        }

        private boolean mayShow(SystemFiles files) {
            return files.find(path)
                    .filter(it -> it.mode().grantsAny(OTHERS_MAY_READ))
                    .isPresent();
        }
    }

    /** No line matches, in a file that is there. */
    record NoLine(String path, Pattern pattern) implements OwnCondition {

        @Override
        public Optional<String> evidence(SystemFiles files) {
            return files.text(path)
                    .filter(it -> numberOf(TextLines.of(it.text()), pattern).isEmpty())
                    .map(it -> path + " has no line " + pattern.pattern());
        }
    }

    /** A link has that target, as it is written. */
    record Link(String path, String target) implements OwnCondition {

        @Override
        public Optional<String> evidence(SystemFiles files) {
            return files.linkTarget(path).filter(target::equals).map(it -> path + " is a link to " + it);
        }
    }

    /** Something has that mode. */
    record Mode(String path, FileMode mode) implements OwnCondition {

        @Override
        public Optional<String> evidence(SystemFiles files) {
            return files.find(path).map(SystemFile::mode).filter(mode::equals).map(it -> path + " has the mode " + it);
        }
    }

    private static Optional<Integer> numberOf(TextLines lines, Pattern pattern) {
        for (int number = 1; number <= lines.count(); number++) {
            if (pattern.matcher(lines.line(number)).find()) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }
}
