package io.github.rescuekit.repair;

import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step.SetMode;

/** Other permission bits. */
record SetModeAct(SystemWriter writer, String path, SetMode step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return mode().equals(step.after());
    }

    @Override
    public void refuseIfUnfit() {
        if (!mode().equals(step.before())) {
            throw TargetReader.changedSince(path, "has mode " + mode() + " and no longer " + step.before());
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.setMode(path, step.after());
    }

    private FileMode mode() {
        return writer.reader().require(path).mode();
    }
}
