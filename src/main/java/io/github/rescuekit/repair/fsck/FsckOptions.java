package io.github.rescuekit.repair.fsck;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator chose.
 *
 * @param undoPlace where undo copies go; empty for the place with the most room
 * @param withoutUndo the operator goes on without a way back when there is none
 * @param discardXfsLog the newest changes of an XFS may be thrown away when its log cannot be replayed
 * @param btrfsRepair the btrfs developers' last resort may be used
 */
public record FsckOptions(Optional<Path> undoPlace, boolean withoutUndo, boolean discardXfsLog, boolean btrfsRepair) {

    public static final FsckOptions DEFAULT = new FsckOptions(Optional.empty(), false, false, false);
}
