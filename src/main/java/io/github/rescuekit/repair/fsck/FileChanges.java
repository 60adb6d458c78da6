package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.mount.FileTree;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a repair does to the files of a filesystem.
 *
 * @param before how many there were
 * @param after how many there are
 * @param lost paths that are no longer there
 * @param found paths in lost+found that were not there before
 * @param otherSize paths of files that are longer or shorter
 * @param notCompared why it is not known; the lists are empty then
 */
public record FileChanges(
        int before,
        int after,
        List<String> lost,
        List<String> found,
        List<String> otherSize,
        Optional<String> notCompared) {

    private static final String LOST_AND_FOUND = "/lost+found/";

    public FileChanges {
        lost = List.copyOf(lost);
        found = List.copyOf(found);
        otherSize = List.copyOf(otherSize);
    }

    static FileChanges between(FileTree before, FileTree after) {
        if (!before.isWhole() || !after.isWhole()) {
            return unknown("there are more files than can be compared in memory");
        }
        return new FileChanges(
                before.sizes().size(),
                after.sizes().size(),
                paths(before, path -> !after.sizes().containsKey(path)),
                paths(
                        after,
                        path -> path.startsWith(LOST_AND_FOUND)
                                && !before.sizes().containsKey(path)),
                paths(
                        before,
                        path -> after.sizes().containsKey(path)
                                && !after.sizes()
                                        .get(path)
                                        .equals(before.sizes().get(path))),
                Optional.empty());
    }

    static FileChanges unknown(String reason) {
        return new FileChanges(0, 0, List.of(), List.of(), List.of(), Optional.of(reason));
    }

    /** True when every file is known to be where it was, in its length. */
    public boolean areNone() {
        return notCompared.isEmpty() && lost.isEmpty() && found.isEmpty() && otherSize.isEmpty();
    }

    private static List<String> paths(FileTree tree, Predicate<String> wanted) {
        return tree.sizes().keySet().stream().filter(wanted).sorted().toList();
    }
}
