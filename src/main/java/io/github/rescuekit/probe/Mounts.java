package io.github.rescuekit.probe;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Mountinfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted, with the kernel's stand-in {@code /dev/root} replaced by the device it stands for. */
final class Mounts {

    private static final String MOUNTINFO = "/proc/self/mountinfo";
    private static final String STAND_IN = "/dev/root";
    private static final Pattern ROOT_PARAMETER = Pattern.compile("(?:^|\\s)root=(?:(?<tag>[A-Z]+)=)?(?<value>\\S+)");

    private final KernelFiles files;
    private final Unknowns unknowns;

    Mounts(KernelFiles files, Unknowns unknowns) {
        this.files = files;
        this.unknowns = unknowns;
    }

    List<MountEntry> of(List<BlockDevice> devices) {
        try {
            String text = files.text(MOUNTINFO).orElse("");
            if (text.isEmpty()) {
                unknowns.add(MOUNTINFO + " cannot be read: what is mounted is not known");
            }
            return Mountinfo.parse(text).stream().map(it -> named(it, devices)).toList();
        } catch (RescueException e) {
            unknowns.add(e.happened());
            return List.of();
        }
    }

    private MountEntry named(MountEntry mount, List<BlockDevice> devices) {
        if (!mount.source().equals(STAND_IN)) {
            return mount;
        }
        return find(devices, device -> device.number().equals(mount.device()))
                .or(() -> bootParameter(devices))
                .map(device -> from(device.path(), mount))
                .orElse(mount);
    }

    private Optional<BlockDevice> bootParameter(List<BlockDevice> devices) {
        Matcher parameter = ROOT_PARAMETER.matcher(files.text("/proc/cmdline").orElse(""));
        if (!parameter.find()) {
            return Optional.empty();
        }
        Optional<String> value = Optional.of(parameter.group("value"));
        return switch (String.valueOf(parameter.group("tag"))) {
            case "UUID" -> find(devices, it -> it.uuid().equals(value));
            case "LABEL" -> find(devices, it -> it.label().equals(value));
            case "PARTUUID" ->
                find(devices, it -> it.partition().flatMap(row -> row.uuid()).equals(value));
            default ->
                find(devices, it -> it.path().equals(value.get()) || it.links().contains(value.get()));
        };
    }

    private static Optional<BlockDevice> find(List<BlockDevice> devices, Predicate<BlockDevice> wanted) {
        return devices.stream().filter(wanted).findFirst();
    }

    private static MountEntry from(String source, MountEntry mount) {
        return new MountEntry(
                mount.id(),
                mount.parentId(),
                mount.device(),
                mount.root(),
                mount.mountPoint(),
                mount.options(),
                mount.type(),
                source,
                mount.superOptions());
    }
}
