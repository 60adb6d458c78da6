package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.mount.BtrfsDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks which subvolume a system is in. It only reads. */
public final class RootSubvolumeLook {

    private final BtrfsDefault btrfs;

    public RootSubvolumeLook(BtrfsDefault btrfs) {
        this.btrfs = btrfs;
    }

    /**
     * What btrfs tells; empty for files that are on no mounted filesystem.
     *
     * @throws RescueException when it does not tell
     */
    public Optional<RootSubvolume> of(SystemFiles files) {
        return files.outside("/").map(this::of);
    }

    private RootSubvolume of(Path root) {
        long id = btrfs.idOf(root);
        List<Subvolume> all = btrfs.all(root);
        Subvolume own = all.stream()
                .filter(it -> it.id() == id)
                .findFirst()
                .orElseThrow(() -> new RescueException(
                        ExitCode.NOT_UNDERSTOOD,
                        "btrfs does not list subvolume " + id + ", which holds the system",
                        "compare 'btrfs subvolume list' with 'btrfs inspect-internal rootid'"));
        return new RootSubvolume(own, btrfs.of(root), all);
    }
}
