package io.github.rescuekit.installed;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.PartitionEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The first field of a line of fstab when it names a device by its content: {@code UUID=...}. Names such as
 * {@code /dev/sda1} are none: they mean another device on another machine.
 */
public final class FstabSource {

    private static final Map<String, BiPredicate<BlockDevice, String>> IDENTIFIERS = Map.of(
            "UUID",
                    (device, value) ->
                            device.uuid().filter(value::equalsIgnoreCase).isPresent(),
            "LABEL", (device, value) -> device.label().filter(value::equals).isPresent(),
            "PARTUUID",
                    (device, value) -> device.partition()
                            .flatMap(PartitionEntry::uuid)
                            .filter(value::equalsIgnoreCase)
                            .isPresent(),
            "PARTLABEL",
                    (device, value) -> device.partition()
                            .flatMap(PartitionEntry::label)
                            .filter(value::equals)
                            .isPresent());

    private static final Map<String, String> DIRECTORIES = Map.of(
            "/dev/disk/by-uuid/", "UUID=",
            "/dev/disk/by-label/", "LABEL=",
            "/dev/disk/by-partuuid/", "PARTUUID=",
            "/dev/disk/by-partlabel/", "PARTLABEL=");

    private final BiPredicate<BlockDevice, String> identifier;
    private final String value;

    private FstabSource(BiPredicate<BlockDevice, String> identifier, String value) {
        this.identifier = identifier;
        this.value = value;
    }

    /** The source of a line; empty when it is none that identifies a device by content. */
    public static Optional<FstabSource> of(String source) {
        String tag = asTag(source);
        int equals = tag.indexOf('=');
        return equals < 0
                ? Optional.empty()
                : Optional.ofNullable(IDENTIFIERS.get(tag.substring(0, equals)))
                        .map(identifier -> new FstabSource(identifier, tag.substring(equals + 1)));
    }

    public boolean isNameOf(BlockDevice device) {
        return identifier.test(device, value);
    }

    /** The devices it names: none on a machine without them, several when one is a copy of another. */
    public List<BlockDevice> among(List<BlockDevice> devices) {
        return devices.stream().filter(this::isNameOf).toList();
    }

    private static String asTag(String source) {
        return DIRECTORIES.entrySet().stream()
                .filter(directory -> source.startsWith(directory.getKey()))
                .map(directory -> directory.getValue()
                        + source.substring(directory.getKey().length()))
                .findFirst()
                .orElse(source);
    }
}
