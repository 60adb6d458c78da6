package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.SetOwner;

/** Another owner. */
record SetOwnerAct(SystemWriter writer, String path, SetOwner step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return owner().equals(step.after());
    }

    @Override
    public void refuseIfUnfit() {
        if (!owner().equals(step.before())) {
            throw TargetReader.changedSince(path, "belongs to " + owner() + " and no longer to " + step.before());
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.setOwner(path, step.after());
    }

    private Owner owner() {
        FileState state = writer.reader().require(path);
        return new Owner(state.uid(), state.gid());
    }
}
