package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.CreateLink;

/** A link where nothing was. */
record CreateLinkAct(SystemWriter writer, String path, CreateLink step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return writer.reader()
                .state(path)
                .flatMap(FileState::target)
                .filter(step.target()::equals)
                .isPresent();
    }

    @Override
    public void refuseIfUnfit() {
        if (writer.reader().state(path).isPresent()) {
            throw TargetReader.changedSince(path, "is there already, and it is another file or link");
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.link(path, step.target(), temporaryName);
    }
}
