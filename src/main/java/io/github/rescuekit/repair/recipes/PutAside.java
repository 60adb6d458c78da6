package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.repair.Step;
import java.util.Optional;

/** Takes what is at a path out of the way: a link goes, for its text is in the journal; a file gets another name. */
final class PutAside {

    private PutAside() {}

    /** The step; empty when nothing is there. */
    static Optional<Step> of(SystemFiles files, String path) {
        return files.findWithoutFollowing(path).map(file -> step(path, file));
    }

    private static Step step(String path, SystemFile file) {
        return file.kind() == SystemFile.Kind.LINK
                ? new Step.RemoveFile(path)
                : new Step.RenameFile(path, path + ".before-rescuekit");
    }
}
