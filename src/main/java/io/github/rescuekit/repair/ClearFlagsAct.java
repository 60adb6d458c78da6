package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.ClearFlags;

/** Without flags that forbid even root to write. */
record ClearFlagsAct(SystemWriter writer, String path, ClearFlags step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return writer.reader().state(path).isPresent()
                && writer.reader().protecting(path).isEmpty();
    }

    @Override
    public void refuseIfUnfit() {
        String now = writer.reader().protecting(path);
        if (!now.equals(step.flags())) {
            throw TargetReader.changedSince(path, "has the flags '" + now + "' and no longer '" + step.flags() + "'");
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.clearFlags(path, step.flags());
    }
}
