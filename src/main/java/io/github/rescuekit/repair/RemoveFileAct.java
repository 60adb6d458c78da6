package io.github.rescuekit.repair;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.repair.Step.RemoveFile;

/** The end of a file, whose copy stays with the journal. */
record RemoveFileAct(SystemWriter writer, String path, RemoveFile step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return writer.reader().state(path).isEmpty();
    }

    @Override
    public void refuseIfUnfit() {
        SystemFile.Kind kind = writer.reader().require(path).kind();
        if (kind != SystemFile.Kind.REGULAR && kind != SystemFile.Kind.LINK) {
            throw TargetReader.changedSince(path, "is neither a regular file nor a link");
        }
    }

    @Override
    public boolean needsCopy() {
        return writer.reader().require(path).kind() == SystemFile.Kind.REGULAR;
    }

    @Override
    public void apply(String temporaryName) {
        writer.remove(path);
    }
}
