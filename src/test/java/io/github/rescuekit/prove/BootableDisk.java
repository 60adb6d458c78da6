package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.leave.BootableTree;
import java.io.IOException;
import java.nio.file.Path;

/** A disk whose whole is the ext4 root of a Debian 12 that boots. */
final class BootableDisk {

    private BootableDisk() {}

    /** An image with the files of that tree, and all else that such a server needs to start. */
    static Path image(Path directory, String uuid, SystemTree tree, LoopImage.Work then) throws IOException {
        Path image = LoopImage.formatted(directory, "ext4", 256, "-U", uuid);
        LoopImage.mounted(image, "ext4", root -> {
            LoopImage.run("cp", "-a", tree.root() + "/.", root.toString());
            BootableTree.write(BootableTree.of(uuid), root);
            then.on(root);
        });
        LoopImage.overwrite(image, 0, BootableTree.bootCode());
        return image;
    }
}
