package io.github.rescuekit.repair.raid;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The identifiers of one type of content that fstab names and no device here has: the lost disk had them. */
final class LostNames {

    /** As a GPT and swap write them. */
    static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final List<String> uuids;
    private final List<String> labels;
    private final List<String> partUuids;

    /** Of fstab of the systems that are installed on the machine. */
    LostNames(Machine machine, List<Fstab> fstabs, String type, Pattern uuid) {
        List<FstabEntry> lines = fstabs.stream()
                .flatMap(it -> it.entries().stream())
                .filter(it -> it.type().equals(type))
                .toList();
        this.uuids = lost(lines, "UUID=", machine, BlockDevice::uuid);
        this.uuids.removeIf(it -> !uuid.matcher(it).matches());
        this.labels = lost(lines, "LABEL=", machine, BlockDevice::label);
        this.partUuids = lost(lines, "PARTUUID=", machine, it -> it.partition().flatMap(PartitionEntry::uuid));
        this.partUuids.removeIf(it -> !GUID.matcher(it).matches());
    }

    private static List<String> lost(
            List<FstabEntry> lines, String tag, Machine machine, Function<BlockDevice, Optional<String>> has) {
        return new ArrayList<>(lines.stream()
                .map(LostNames::tagged)
                .filter(it -> it.startsWith(tag))
                .map(it -> it.substring(tag.length()).replace("\"", ""))
                .filter(name -> machine.devices().stream()
                        .noneMatch(it ->
                                has.apply(it).filter(name::equalsIgnoreCase).isPresent()))
                .distinct()
                .toList());
    }

    private static String tagged(FstabEntry line) {
        return line.source()
                .replaceFirst("^/dev/disk/by-uuid/", "UUID=")
                .replaceFirst("^/dev/disk/by-partuuid/", "PARTUUID=");
    }

    /** One that nothing has been given yet. */
    Optional<String> takeUuid() {
        return take(uuids);
    }

    Optional<String> takeLabel() {
        return take(labels);
    }

    /** Of a partition of a GPT. */
    Optional<String> takePartUuid() {
        return take(partUuids);
    }

    private static Optional<String> take(List<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(names.remove(0));
    }
}
