package io.github.rescuekit.repair;

/** Another name in the same directory. */
record RenameFileAct(SystemWriter writer, String path, String newPath) implements Act {

    @Override
    public boolean isAlreadySo() {
        return isThere(newPath) && !isThere(path);
    }

    @Override
    public void refuseIfUnfit() {
        if (!isThere(path)) {
            throw TargetReader.changedSince(path, "is not there");
        }
        if (isThere(newPath)) {
            throw TargetReader.changedSince(newPath, "is there already");
        }
    }

    @Override
    public boolean needsCopy() {
        return false;
    }

    @Override
    public void apply(String temporaryName) {
        writer.rename(path, newPath);
    }

    private boolean isThere(String name) {
        return writer.reader().state(name).isPresent();
    }
}
