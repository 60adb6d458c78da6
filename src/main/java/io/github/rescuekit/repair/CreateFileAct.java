package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.CreateFile;
import java.util.Arrays;

/** A file where none was. */
record CreateFileAct(SystemWriter writer, String path, CreateFile step) implements Act {

    @Override
    public boolean isAlreadySo() {
        boolean sameContent = writer.reader()
                .content(path)
                .filter(it -> Arrays.equals(it, step.content().bytes()))
                .isPresent();
        return sameContent && writer.reader().require(path).mode().equals(step.mode());
    }

    @Override
    public void refuseIfUnfit() {
        if (writer.reader().state(path).isPresent()) {
            throw TargetReader.changedSince(path, "is there already, with another content or mode");
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.create(path, step.content().bytes(), step.mode(), temporaryName);
    }
}
