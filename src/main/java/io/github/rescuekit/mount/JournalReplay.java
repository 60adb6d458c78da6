package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what waits in a journal to its place, by the one program that always can: the kernel, which does it when the
 * filesystem is mounted for writing. It is unmounted at once, in a namespace that nobody else sees.
 */
public final class JournalReplay {

    private static final String DIRECTORY = "rescuekit-replay";

    private final Runner runner;
    private final Starter starter;

    public JournalReplay(Runner runner, Starter starter) {
        this.runner = runner;
        this.starter = starter;
    }

    /**
     * Replays the journal; this writes to the device.
     *
     * @throws RescueException when the kernel refuses the mount
     */
    public void replay(BlockDevice device) {
        MountableType type = MountableType.on(device);
        try (PrivateNamespace namespace = PrivateNamespace.open(runner, starter)) {
            Mounter mounter = new Mounter(namespace);
            Scratch scratch =
                    Scratch.mount(namespace, mounter, namespace.mountTable().entries(), DIRECTORY);
            Files.createDirectories(namespace.path(scratch.target().toString()));
            mounter.mount(Path.of(device.path()), device.path(), scratch.target(), type, options(scratch));
            mounter.unmount(List.of(scratch.target()));
        } catch (IOException e) {
            throw LookSpace.notPrepared(e);
        }
    }

    private static List<String> options(Scratch scratch) {
        List<String> options = new ArrayList<>(List.of("rw", "nosuid", "nodev", "noexec"));
        if (scratch.canRefuseLinks()) {
            options.add("nosymfollow");
        }
        return options;
    }
}
