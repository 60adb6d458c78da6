package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.CopyFile;
import java.util.Optional;

/** The content of another file, both known by their hashes. */
record CopyFileAct(SystemWriter writer, String path, CopyFile step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return hash(path).equals(Optional.of(step.after()));
    }

    @Override
    public void refuseIfUnfit() {
        if (writer.reader().state(path).isPresent() != step.before().isPresent()
                || !hash(path).equals(step.before())) {
            throw TargetReader.changedSince(path, "was changed since the plan was made");
        }
        if (!hash(step.from()).equals(Optional.of(step.after()))) {
            throw TargetReader.changedSince(step.from(), "was changed since the plan was made");
        }
    }

    @Override
    public boolean needsCopy() {
        return step.before().isPresent();
    }

    @Override
    public void apply(String temporaryName) {
        writer.copy(writer.reader().resolve(step.from()), path, temporaryName);
    }

    private Optional<String> hash(String file) {
        return writer.reader().state(file).flatMap(FileState::sha256);
    }
}
