package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An overlay in a private namespace; it is gone when this process is, however that ends. */
public final class RehearsalSpace implements Overlay {

    private static final String DIRECTORY = BlockDevice.LOOK_DIRECTORY;

    private final BlockDevice device;
    private final PrivateNamespace namespace;
    private final Mounter mounter;
    private final Scratch scratch;
    private final Path image;

    private RehearsalSpace(
            BlockDevice device, PrivateNamespace namespace, Mounter mounter, Scratch scratch, Path image) {
        this.device = device;
        this.namespace = namespace;
        this.mounter = mounter;
        this.scratch = scratch;
        this.image = image;
    }

    public static RehearsalSpace of(BlockDevice device, Runner runner, Starter starter) {
        PrivateNamespace namespace = PrivateNamespace.open(runner, starter);
        try {
            Mounter mounter = new Mounter(namespace);
            Scratch scratch =
                    Scratch.mount(namespace, mounter, namespace.mountTable().entries(), DIRECTORY);
            Files.createDirectories(namespace.path(scratch.target().toString()));
            ThrowAwayOverlay overlay = ThrowAwayOverlay.over(
                    Path.of(device.path()),
                    scratch.directory().resolve("rehearsal" + ThrowAwayOverlay.SUFFIX),
                    namespace,
                    namespace::path);
            return new RehearsalSpace(device, namespace, mounter, scratch, overlay.image());
        } catch (IOException e) {
            namespace.close();
            throw LookSpace.notPrepared(e);
        } catch (RescueException e) {
            namespace.close();
            throw e;
        }
    }

    @Override
    public Path image() {
        return image;
    }

    @Override
    public Result run(Command command) {
        Result result = namespace.run(command);
        OverlayRoom.requireLeft(room());
        return result;
    }

    @Override
    public void replay() {
        mount(List.of());
        unmount();
    }

    @Override
    public FileTree files(List<String> more) {
        mount(more);
        try {
            return FileTree.of(namespace.path(scratch.target().toString()));
        } catch (IOException e) {
            throw LookSpace.notPrepared(e);
        } finally {
            unmount();
        }
    }

    private void mount(List<String> more) {
        MountableType type = MountableType.on(device);
        List<String> options = new ArrayList<>(List.of("loop", "rw", "nosuid", "nodev", "noexec"));
        if (scratch.canRefuseLinks()) {
            options.add("nosymfollow");
        }
        options.addAll(type.besideItsOriginal());
        options.addAll(more);
        OverlayRoom.mount(
                room(), () -> mounter.mount(image, device.path(), scratch.target(), type, options), this::unmount);
    }

    private void unmount() {
        mounter.unmount(List.of(scratch.target()));
    }

    private Path room() {
        return namespace.path(scratch.directory().toString());
    }

    @Override
    public void close() {
        namespace.close();
    }
}
