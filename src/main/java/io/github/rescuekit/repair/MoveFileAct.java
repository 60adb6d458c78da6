package io.github.rescuekit.repair;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.RescueException;
import java.util.Optional;

/** A file on another filesystem: the copy there is complete and on the disk before the file goes. */
record MoveFileAct(SystemWriter writer, String path, String newPath) implements Act {

    @Override
    public boolean isAlreadySo() {
        return state(newPath).isPresent() && state(path).isEmpty();
    }

    @Override
    public void refuseIfUnfit() {
        if (writer.reader().require(path).kind() != SystemFile.Kind.REGULAR) {
            throw TargetReader.changedSince(path, "is no regular file");
        }
        if (state(newPath).isPresent()) {
            throw TargetReader.changedSince(newPath, "is there already");
        }
        if (writer.reader().isHardLinked(path)) {
            throw RescueException.refused(
                    "hard-linked",
                    path + " has other names (hard links): to move one makes no room",
                    "leave one name, then make the plan again; this step changed nothing");
        }
    }

    // The moved file is the copy.
    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.move(path, newPath, temporaryName);
    }

    private Optional<FileState> state(String name) {
        return writer.reader().state(name);
    }
}
