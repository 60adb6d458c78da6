package io.github.rescuekit.session;

import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.RescueException;
import java.util.List;
import java.util.function.Consumer;

/** Locks of whole disks that this process holds until it closes them or ends, however it ends. */
public final class DiskLock implements AutoCloseable {

    /** One disk and the program that holds its lock for us. */
    record Held(String disk, Starter.Companion holder) {}

    private final List<Held> held;
    private final Consumer<List<Held>> release;

    DiskLock(List<Held> held, Consumer<List<Held>> release) {
        this.held = List.copyOf(held);
        this.release = release;
    }

    public List<String> disks() {
        return held.stream().map(Held::disk).toList();
    }

    /** Door 5 asks this before each write: the holder can have been killed, or the disk pulled out. */
    public void requireHeld() {
        for (Held one : held) {
            if (!one.holder().isAlive()) {
                throw RescueException.refused(
                        "locked",
                        "the lock on " + one.disk() + " was lost: the program that held it has ended",
                        "see who else works on this disk ('lsof " + one.disk() + "'), then try again");
            }
        }
    }

    @Override
    public void close() {
        release.accept(held);
    }
}
