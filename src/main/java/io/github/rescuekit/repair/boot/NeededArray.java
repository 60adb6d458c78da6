package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.ArrayLine;
import io.github.rescuekit.model.ArrayName;
import io.github.rescuekit.model.BlockDevice;
import java.util.List;
import java.util.Optional;

/**
 * An array that a boot needs.
 *
 * @param uuid as mdadm writes it
 * @param name what its superblock calls it, such as {@code server:0}; metadata 0.90 has none
 * @param nodes such as {@code /dev/md0}, by which root= or the line of the root in fstab certainly mean it
 * @param uses where they stand, as lines of evidence
 */
public record NeededArray(
        BlockDevice device, String uuid, Optional<String> name, List<String> nodes, List<String> uses) {

    public NeededArray {
        nodes = List.copyOf(nodes);
        uses = List.copyOf(uses);
    }

    /** True when the superblock calls it like a line of mdadm.conf: {@code server:0} is {@code /dev/md/0}. */
    public boolean isNamedLike(ArrayName line) {
        return name.map(it -> it.substring(it.lastIndexOf(':') + 1))
                .filter(it -> line.isCalled("/dev/md/" + it))
                .isPresent();
    }

    public boolean isUsedAs(ArrayName line) {
        return nodes.stream().anyMatch(line::isCalled);
    }

    /** The node that its line should have: the one that the boot uses, where that is another and free. */
    public Optional<String> wantedNode(ArrayName line, List<ArrayLine> lines) {
        return nodes.size() == 1
                ? Optional.of(nodes.get(0))
                        .filter(it -> !line.isCalled(it))
                        .filter(it ->
                                lines.stream().noneMatch(other -> other.array().isCalled(it)))
                : Optional.empty();
    }
}
