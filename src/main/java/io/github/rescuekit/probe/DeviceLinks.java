package io.github.rescuekit.probe;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The other names of devices: symbolic links that udev, mdadm or the device mapper made under {@code /dev}. */
final class DeviceLinks {

    private static final String MAPPER = "/dev/mapper/";
    // vg0-my--volume is the volume my-volume of the group vg0: lvm(8) doubles the hyphens inside a name.
    private static final Pattern SINGLE_HYPHEN = Pattern.compile("(?<!-)-(?!-)");

    private final Map<String, List<String>> linksByNode = new HashMap<>();

    /** Reads the links; a machine without udev has next to none. */
    DeviceLinks(KernelFiles files) {
        List<String> directories = new ArrayList<>(List.of("/dev/mapper", "/dev/md"));
        files.names("/dev/disk").forEach(kind -> directories.add("/dev/disk/" + kind));
        directories.forEach(directory -> files.names(directory).forEach(name -> read(files, directory + "/" + name)));
    }

    private void read(KernelFiles files, String link) {
        files.linkTarget(link)
                .ifPresent(node -> linksByNode
                        .computeIfAbsent(node, it -> new ArrayList<>())
                        .add(link));
    }

    /**
     * All names of a device but the one by which it is listed.
     *
     * @param kernelNode such as {@code /dev/dm-0}
     */
    List<String> of(BlockDevice device, String kernelNode) {
        return Stream.of(
                        Stream.of(kernelNode),
                        linksByNode.getOrDefault(kernelNode, List.of()).stream(),
                        volumeName(device).stream())
                .flatMap(names -> names)
                .filter(name -> !name.equals(device.path()))
                .distinct()
                .toList();
    }

    private static Optional<String> volumeName(BlockDevice device) {
        if (device.kind() != DeviceKind.LVM || !device.path().startsWith(MAPPER)) {
            return Optional.empty();
        }
        String[] names = SINGLE_HYPHEN.split(device.path().substring(MAPPER.length()), -1);
        return names.length == 2
                ? Optional.of("/dev/" + names[0].replace("--", "-") + "/" + names[1].replace("--", "-"))
                : Optional.empty();
    }
}
