package io.github.rescuekit.repair;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.repair.Step.MakeDirectory;

/** A directory where nothing was. */
record MakeDirectoryAct(SystemWriter writer, String path, MakeDirectory step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return writer.reader()
                .state(path)
                .filter(it -> it.kind() == SystemFile.Kind.DIRECTORY)
                .isPresent();
    }

    @Override
    public void refuseIfUnfit() {
        if (writer.reader().state(path).isPresent()) {
            throw TargetReader.changedSince(path, "is there, and it is no directory");
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.makeDirectory(path, step.mode(), temporaryName);
    }
}
