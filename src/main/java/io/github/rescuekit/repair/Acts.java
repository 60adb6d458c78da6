package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.ClearFlags;
import io.github.rescuekit.repair.Step.CopyFile;
import io.github.rescuekit.repair.Step.CreateFile;
import io.github.rescuekit.repair.Step.CreateLink;
import io.github.rescuekit.repair.Step.MakeDirectory;
import io.github.rescuekit.repair.Step.MoveFile;
import io.github.rescuekit.repair.Step.RemoveFile;
import io.github.rescuekit.repair.Step.RenameFile;
import io.github.rescuekit.repair.Step.ReplaceFile;
import io.github.rescuekit.repair.Step.ReplaceSecrets;
import io.github.rescuekit.repair.Step.SetMode;
import io.github.rescuekit.repair.Step.SetOwner;

/** The act of each kind of step. */
final class Acts {

    private Acts() {}

    /** For a step that was not begun: the path is resolved on the system as it is now. */
    static Act of(SystemWriter writer, Step step) {
        boolean followsLink = step instanceof ReplaceFile
                || step instanceof ReplaceSecrets
                || step instanceof SetMode
                || step instanceof SetOwner
                || step instanceof ClearFlags;
        TargetReader reader = writer.reader();
        return at(writer, step, followsLink ? reader.resolve(step.path()) : reader.resolveDirectory(step.path()));
    }

    /** For a step that was begun: the path is the one that was written to then. */
    static Act at(SystemWriter writer, Step step, String path) {
        if (step instanceof ReplaceFile it) {
            return new ReplaceContentAct(writer, path, HiddenText.of(it.before()), HiddenText.of(it.after()));
        }
        if (step instanceof CreateFile it) {
            return new CreateFileAct(writer, path, it);
        }
        if (step instanceof CopyFile it) {
            return new CopyFileAct(writer, path, it);
        }
        if (step instanceof CreateLink it) {
            return new CreateLinkAct(writer, path, it);
        }
        if (step instanceof RenameFile it) {
            return new RenameFileAct(writer, path, newPath(writer, path, it));
        }
        if (step instanceof MoveFile it) {
            return new MoveFileAct(writer, path, writer.reader().resolveDirectory(it.newPath()));
        }
        if (step instanceof RemoveFile it) {
            return new RemoveFileAct(writer, path, it);
        }
        if (step instanceof MakeDirectory it) {
            return new MakeDirectoryAct(writer, path, it);
        }
        if (step instanceof SetMode it) {
            return new SetModeAct(writer, path, it);
        }
        if (step instanceof ReplaceSecrets it) {
            return new ReplaceContentAct(writer, path, it.before(), it.after());
        }
        if (step instanceof SetOwner it) {
            return new SetOwnerAct(writer, path, it);
        }
        if (step instanceof ClearFlags it) {
            return new ClearFlagsAct(writer, path, it);
        }
        throw new IllegalStateException("no act for " + step);
    }

    private static String newPath(SystemWriter writer, String path, RenameFile step) {
        String newPath = writer.reader().resolveDirectory(step.newPath());
        if (!directory(newPath).equals(directory(path))) {
            throw new IllegalArgumentException("a new name in another directory: " + step.newPath());
        }
        return newPath;
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
