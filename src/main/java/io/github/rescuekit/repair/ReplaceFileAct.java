package io.github.rescuekit.repair;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.repair.Step.ReplaceFile;
import java.util.Arrays;

/** A new content for a file that is there. */
record ReplaceFileAct(SystemWriter writer, String path, ReplaceFile step) implements Act {

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

    private boolean holds(FileText content) {
        return writer.reader()
                .content(path)
                .filter(it -> Arrays.equals(it, content.bytes()))
                .isPresent();
    }
}
