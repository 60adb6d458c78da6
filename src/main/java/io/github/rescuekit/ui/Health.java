package io.github.rescuekit.ui;

import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.repair.fsck.Fsck;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** The parts that tell how well a machine is, and that mend its filesystems. */
public final class Health {

    private final Function<Duration, Checkup> checkup;
    private final Supplier<Fsck> fsck;

    public Health(Function<Duration, Checkup> checkup, Supplier<Fsck> fsck) {
        this.checkup = checkup;
        this.fsck = fsck;
    }

    /** The checks, each with a limit of time. */
    public Checkup checkup(Duration limit) {
        return checkup.apply(limit);
    }

    public Fsck fsck() {
        return fsck.get();
    }
}
