package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.TestTree;

/** Adds to a distribution's tree a loop mount and a later bind of the filesystem that holds its file; no cPanel. */
final class LoopTree {

    static final String LOOP = "/srv/data.img /srv/data ext4 loop,nofail 0 0\n";
    static final String BIND = "/home /srv/ftp none bind 0 0\n";

    private LoopTree() {}

    static TestTree on(TestTree tree) {
        return with(tree, LOOP + BIND);
    }

    static TestTree on(String distribution) {
        return on(TestTree.of(distribution));
    }

    /** The image, and these lines at the end of fstab. */
    static TestTree with(TestTree tree, String lines) {
        return CpanelTree.append(tree.file("/srv/data.img", "ext4").directory("/home"), "/etc/fstab", lines);
    }
}
