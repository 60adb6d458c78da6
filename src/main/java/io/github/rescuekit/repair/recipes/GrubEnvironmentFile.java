package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.GrubEnvironment;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootMenus;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * GRUB's environment block as a file of the installed system.
 *
 * @param path where it is, or where GRUB would look for it
 * @param before what the file holds; empty when there is none
 */
record GrubEnvironmentFile(String path, Optional<FileText> before) {

    private static final FileMode PLAIN = new FileMode(0_644);

    /** The file that is there. */
    static Optional<GrubEnvironmentFile> of(SystemFiles files) {
        return BootMenus.ENVIRONMENTS.stream()
                .flatMap(path -> files.find(path).stream())
                .filter(SystemFile::isRegular)
                .findFirst()
                .map(file -> new GrubEnvironmentFile(file.path(), files.text(file.path())));
    }

    /** The file that is there, or else the one that is to be made beside a configuration. */
    static GrubEnvironmentFile beside(String configuration, SystemFiles files) {
        String directory = configuration.substring(0, configuration.lastIndexOf('/'));
        return of(files).orElseGet(() -> new GrubEnvironmentFile(directory + "/grubenv", Optional.empty()));
    }

    /** The step that changes it; empty when nothing changes. */
    Optional<Step> changed(UnaryOperator<GrubEnvironment> change) {
        FileText now = before.orElse(GrubEnvironment.EMPTY.file());
        FileText after = change.apply(new GrubEnvironment(now)).file();
        if (after.equals(now)) {
            return Optional.empty();
        }
        return Optional.of(
                before.isPresent() ? new Step.ReplaceFile(path, now, after) : new Step.CreateFile(path, after, PLAIN));
    }

    /** The step that sets one variable. */
    Optional<Step> with(String name, String value) {
        return changed(it -> it.with(name, value));
    }
}
