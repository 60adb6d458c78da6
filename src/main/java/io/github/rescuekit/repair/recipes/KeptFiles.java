package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files that make room where they are and are kept on another filesystem, each below its own path. */
final class KeptFiles {

    private static final String KEPT = "rescuekit-kept";
    private static final FileMode FOR_ROOT = new FileMode(0_700);

    private KeptFiles() {}

    /** The steps that move files into a directory. */
    static List<Step> move(SystemFiles files, List<SystemFile> moved, String place) {
        String kept = (place.equals("/") ? "" : place) + "/" + KEPT;
        Set<String> directories = new LinkedHashSet<>();
        List<Step> moves = new ArrayList<>();
        for (SystemFile file : moved) {
            directories.addAll(above(kept + file.path(), kept));
            moves.add(new Step.MoveFile(file.path(), kept + file.path()));
        }
        return Stream.concat(
                        directories.stream()
                                .filter(it -> !files.exists(it))
                                .map(it -> new Step.MakeDirectory(it, FOR_ROOT)),
                        moves.stream())
                .toList();
    }

    private static List<String> above(String path, String top) {
        List<String> above = new ArrayList<>();
        for (String at = FullFilesystem.directory(path); at.startsWith(top); at = FullFilesystem.directory(at)) {
            above.add(0, at);
        }
        return above;
    }
}
