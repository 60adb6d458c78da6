package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;

/** A file with a given content, whether it is there already or not, and the directories that it needs. */
final class NewFile {

    private static final FileMode DIRECTORY = new FileMode(0_755);

    private NewFile() {}

    /** The steps to that content; none when the file has it. */
    static List<Step> steps(SystemFiles files, String path, FileText content, FileMode mode) {
        List<Step> steps = new ArrayList<>(directories(files, path.substring(0, path.lastIndexOf('/'))));
        files.text(path)
                .ifPresentOrElse(
                        before -> {
                            if (!before.equals(content)) {
                                steps.add(new Step.ReplaceFile(path, before, content));
                            }
                        },
                        () -> steps.add(new Step.CreateFile(path, content, mode)));
        return steps;
    }

    /** The steps that make a directory and those above it; none when it is there. */
    static List<Step> directories(SystemFiles files, String directory) {
        if (directory.isEmpty() || files.exists(directory)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>(directories(files, directory.substring(0, directory.lastIndexOf('/'))));
        steps.add(new Step.MakeDirectory(directory, DIRECTORY));
        return steps;
    }
}
