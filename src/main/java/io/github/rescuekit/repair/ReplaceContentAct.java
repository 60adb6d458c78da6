package io.github.rescuekit.repair;

/** A new content for a file that is there, known by its hash: it may hold secrets. */
record ReplaceContentAct(SystemWriter writer, String path, HiddenText before, HiddenText after) implements Act {

    @Override
    public boolean isAlreadySo() {
        return holds(after);
    }

    @Override
    public void refuseIfUnfit() {
        if (!holds(before)) {
            throw TargetReader.changedSince(path, "was changed since the plan was made");
        }
    }

    @Override
    public boolean needsCopy() {
        return true;
    }

    @Override
    public void apply(String temporaryName) {
        writer.replace(path, after.bytes(), temporaryName);
    }

    private boolean holds(HiddenText content) {
        return writer.reader().content(path).filter(content::is).isPresent();
    }
}
