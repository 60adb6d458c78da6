package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.repair.initramfs.Packing;
import java.util.Optional;

/**
 * An initramfs by its outside; what is in it, InitramfsLook tells.
 *
 * @param format by its first bytes; empty when no kernel would unpack it
 */
record Initramfs(Bytes size, Optional<Packing> format) {

    private static final Bytes SMALLEST = Bytes.kib(512);

    /** The file at a path; empty when there is none. */
    static Optional<Initramfs> find(SystemFiles files, String path) {
        return files.find(path)
                .filter(SystemFile::isRegular)
                .map(file -> new Initramfs(
                        file.size(), files.head(path, Packing.HEAD).flatMap(Packing::of)));
    }

    boolean isPlausible() {
        return format.isPresent() && size.isMoreThan(SMALLEST);
    }

    String inWords() {
        if (size.count() == 0 && format.isEmpty()) {
            return "it is empty";
        }
        return size + format.map(it -> ", " + it.inWords()).orElse(", and it does not begin like an initramfs");
    }
}
