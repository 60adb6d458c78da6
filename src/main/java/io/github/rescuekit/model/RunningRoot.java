package io.github.rescuekit.model;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the devices that the running system lives on: what is mounted at its root, the layers below an overlay there, the
 * disk that holds the file behind a loop device, and the medium that a live system was started from.
 */
final class RunningRoot {

    // Debian live, older Debian live, dracut, casper (Ubuntu), archiso (also SystemRescue), miso, Grml.
    private static final Set<String> LIVE_MEDIA = Set.of(
            "/run/live/medium",
            "/lib/live/mount/medium",
            "/run/initramfs/live",
            "/cdrom",
            "/run/archiso/bootmnt",
            "/run/miso/bootmnt",
            "/live/image");
    private static final List<String> LAYERS = List.of("lowerdir=", "upperdir=", "workdir=");

    private final Machine machine;
    private final Set<MountEntry> seen = new HashSet<>();
    private final Deque<MountEntry> open = new ArrayDeque<>();
    private final Set<BlockDevice> devices = new LinkedHashSet<>();

    private RunningRoot(Machine machine) {
        this.machine = machine;
    }

    static Set<BlockDevice> devicesOf(Machine machine) {
        return new RunningRoot(machine).devices();
    }

    private Set<BlockDevice> devices() {
        machine.mounts().stream().filter(RunningRoot::isStart).forEach(this::open);
        while (!open.isEmpty()) {
            follow(open.pop());
        }
        return devices;
    }

    private static boolean isStart(MountEntry mount) {
        return mount.mountPoint().equals("/") || LIVE_MEDIA.contains(mount.mountPoint());
    }

    private void open(MountEntry mount) {
        if (seen.add(mount)) {
            open.push(mount);
        }
    }

    private void follow(MountEntry mount) {
        machine.devices().stream()
                .filter(device -> machine.isMountOf(mount, device))
                .forEach(device -> {
                    devices.add(device);
                    device.backingFile().flatMap(this::mountHolding).ifPresent(this::open);
                });
        mount.superOptions().stream()
                .flatMap(RunningRoot::layers)
                .flatMap(directory -> mountHolding(directory).stream())
                .forEach(this::open);
    }

    private static Stream<String> layers(String option) {
        return LAYERS.stream()
                .filter(option::startsWith)
                .flatMap(name -> Stream.of(option.substring(name.length()).split(":")));
    }

    // Of two mounts at the same place the later one hides the earlier one.
    private Optional<MountEntry> mountHolding(String path) {
        return machine.mounts().stream()
                .filter(mount -> path.equals(mount.mountPoint())
                        || path.startsWith(mount.mountPoint().equals("/") ? "/" : mount.mountPoint() + "/"))
                .max(Comparator.comparingInt(
                                (MountEntry mount) -> mount.mountPoint().length())
                        .thenComparingInt(machine.mounts()::indexOf));
    }
}
