package io.github.rescuekit.repair;

import io.github.rescuekit.repair.Step.ReplaceSecrets;

/** A new content for a file that holds secrets. */
record ReplaceSecretsAct(SystemWriter writer, String path, ReplaceSecrets step) implements Act {

    @Override
    public boolean isAlreadySo() {
        return holds(step.after());
    }

    @Override
    public void refuseIfUnfit() {
        if (!holds(step.before())) {
            throw TargetReader.changedSince(path, "was changed since the plan was made");
        }
    }

    @Override
    public boolean needsCopy() {
        return true;
    }

    @Override
    public void apply(String temporaryName) {
        writer.replace(path, step.after().bytes(), temporaryName);
    }

    private boolean holds(HiddenText content) {
        return writer.reader().content(path).filter(content::is).isPresent();
    }
}
