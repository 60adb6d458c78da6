package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mounted system in a private namespace where the kernel follows no link below its root: a directory that becomes a
 * link between a check and a write stops the write.
 */
final class LinkFreeView implements MountedSystem {

    private final MountedSystem mounted;
    private final PrivateNamespace namespace;

    private LinkFreeView(MountedSystem mounted, PrivateNamespace namespace) {
        this.mounted = mounted;
        this.namespace = namespace;
    }

    static LinkFreeView of(MountedSystem mounted, Runner runner, Starter starter) {
        PrivateNamespace namespace = PrivateNamespace.open(runner, starter);
        try {
            refuseLinks(namespace, mounted.root());
        } catch (RescueException e) {
            namespace.close();
            throw e;
        }
        return new LinkFreeView(mounted, namespace);
    }

    private static void refuseLinks(PrivateNamespace namespace, Path root) {
        Mounter mounter = new Mounter(namespace);
        for (MountEntry entry : namespace.mountTable().atOrBelow(root)) {
            // The kernel takes the options of a remount for all of them, not for one more.
            List<String> options = new ArrayList<>(entry.options());
            options.add("nosymfollow");
            try {
                mounter.restrict(Path.of(entry.mountPoint()), options);
            } catch (RescueException e) {
                // Before Linux 5.10 and util-linux 2.37 the look before each write has to be enough.
                e.unlessInterrupted();
            }
        }
    }

    @Override
    public Path root() {
        return namespace.path(mounted.root().toString());
    }

    @Override
    public BlockDevice rootDevice() {
        return mounted.rootDevice();
    }

    @Override
    public List<FstabVerdict> verdicts() {
        return mounted.verdicts();
    }

    @Override
    public List<String> incomplete() {
        return mounted.incomplete();
    }

    @Override
    public boolean isWritable() {
        return mounted.isWritable();
    }

    /** Ends the view; the system stays mounted. */
    @Override
    public void close() {
        namespace.close();
    }
}
