package io.github.rescuekit.leave;

import java.nio.file.Path;
import java.util.List;

/** Starts a kernel from the running one, past firmware and boot loader: kexec(8). */
public interface Kexec {

    /**
     * Puts a kernel into memory; nothing starts yet.
     *
     * @param initramfs all that is loaded with it, in order
     * @throws io.github.rescuekit.model.RescueException when kexec is not here, or refuses the kernel
     */
    void load(Path kernel, List<Path> initramfs, String arguments);

    /** Forgets what was loaded. */
    void unload();

    /** Ends this system and starts what was loaded. */
    void start();
}
