package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Mountinfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds who uses a device right now: in every mount namespace, in the kernel, and among open files. */
public final class DeviceUse {

    /**
     * One user of a device.
     *
     * @param who one phrase, such as {@code mounted at /mnt by process 812 (bash)}
     */
    public record Use(Kind kind, String who) {}

    /** How a device is used. */
    public enum Kind {
        MOUNTED,
        MOUNTED_READ_ONLY,
        SWAP,
        HELD,
        LOOP,
        OPEN_FOR_WRITING
    }

    // An ext2 or ext3 is served by the ext4 driver. The directory is there while any namespace mounts the device, even
    // after a lazy unmount that took it out of every mount table.
    private static final List<String> DRIVERS = List.of("ext4", "xfs", "f2fs");
    private static final Pattern FLAGS = Pattern.compile("flags:\\s+0?([0-7]+)");
    private static final int ACCESS_MODE = 3;

    private final Path root;

    public DeviceUse() {
        this(Path.of("/"));
    }

    /** Takes {@code /proc} and {@code /sys} from another place. */
    DeviceUse(Path root) {
        this.root = root;
    }

    /** Everything that uses the device; empty when nobody does. */
    public List<Use> of(Machine machine, BlockDevice device) {
        List<Use> uses = new ArrayList<>(mounts(device));
        if (uses.isEmpty() && hasDriver(device)) {
            uses.add(new Use(Kind.MOUNTED, "held by the kernel's filesystem driver, though no mount table shows it"));
        }
        if (machine.isSwappedOn(device)) {
            uses.add(new Use(Kind.SWAP, "swap of the running system"));
        }
        holders(device).forEach(holder -> uses.add(new Use(Kind.HELD, "part of /dev/" + holder)));
        loops(device).forEach(loop -> uses.add(new Use(Kind.LOOP, "the backing file of /dev/" + loop)));
        uses.addAll(writers(device));
        return List.copyOf(uses);
    }

    private List<Use> mounts(BlockDevice device) {
        List<Use> uses = new ArrayList<>();
        Set<String> namespaces = new HashSet<>();
        for (String pid : processes()) {
            if (namespaces.add(link("proc/" + pid + "/ns/mnt").orElse(pid))) {
                mountsSeenBy(pid).stream()
                        .filter(mount -> isOf(mount, device))
                        .map(mount -> use(mount, pid))
                        .forEach(uses::add);
            }
        }
        return uses.stream().distinct().toList();
    }

    private List<MountEntry> mountsSeenBy(String pid) {
        try {
            return Mountinfo.parse(text("proc/" + pid + "/mountinfo"));
        } catch (RescueException e) {
            // One process with a mount that nobody can parse must not hide the others.
            System.getLogger(DeviceUse.class.getName()).log(System.Logger.Level.WARNING, "mounts of " + pid, e);
            return List.of();
        }
    }

    // A btrfs mount has a number of its own; its source names one of the devices.
    private boolean isOf(MountEntry mount, BlockDevice device) {
        return mount.device().equals(device.number())
                || mount.source().equals(device.path())
                || device.links().contains(mount.source())
                || (mount.type().equals("btrfs") && isMountedBtrfs(device));
    }

    private boolean isMountedBtrfs(BlockDevice device) {
        return device.uuid()
                .filter(uuid -> exists("sys/fs/btrfs/" + uuid + "/devices/" + kernelName(device)))
                .isPresent();
    }

    private Use use(MountEntry mount, String pid) {
        String namespace = link("proc/" + pid + "/ns/mnt").equals(link("proc/self/ns/mnt"))
                ? ""
                : " in the mount namespace of process " + pid + name(pid);
        return new Use(
                mount.superOptions().contains("rw") ? Kind.MOUNTED : Kind.MOUNTED_READ_ONLY,
                "mounted at " + mount.mountPoint() + namespace);
    }

    private boolean hasDriver(BlockDevice device) {
        return isMountedBtrfs(device)
                || DRIVERS.stream().anyMatch(driver -> exists("sys/fs/" + driver + "/" + kernelName(device)));
    }

    private List<String> holders(BlockDevice device) {
        return names("sys/class/block/" + kernelName(device) + "/holders");
    }

    private List<String> loops(BlockDevice device) {
        return names("sys/class/block").stream()
                .filter(name -> name.startsWith("loop"))
                .filter(name -> text("sys/class/block/" + name + "/loop/backing_file")
                        .strip()
                        .equals(device.path()))
                .toList();
    }

    private List<Use> writers(BlockDevice device) {
        List<Use> uses = new ArrayList<>();
        for (String pid : processes()) {
            names("proc/" + pid + "/fd").stream()
                    .filter(fd -> link("proc/" + pid + "/fd/" + fd).equals(Optional.of(device.path())))
                    .filter(fd -> isForWriting(pid, fd))
                    .findFirst()
                    .ifPresent(fd ->
                            uses.add(new Use(Kind.OPEN_FOR_WRITING, "open for writing by process " + pid + name(pid))));
        }
        return uses;
    }

    private boolean isForWriting(String pid, String fd) {
        Matcher flags = FLAGS.matcher(text("proc/" + pid + "/fdinfo/" + fd));
        return flags.find() && (Long.parseLong(flags.group(1), 8) & ACCESS_MODE) != 0;
    }

    private String name(String pid) {
        String name = text("proc/" + pid + "/comm").strip();
        return name.isEmpty() ? "" : " (" + name + ")";
    }

    private Stream<String> processStream() {
        return names("proc").stream().filter(name -> name.chars().allMatch(Character::isDigit));
    }

    private List<String> processes() {
        return Stream.concat(Stream.of("self"), processStream()).toList();
    }

    // A mapped device has a name of its own under /dev/mapper; the kernel calls it dm-0.
    private String kernelName(BlockDevice device) {
        return link("sys/dev/block/" + device.number())
                .map(target -> target.substring(target.lastIndexOf('/') + 1))
                .orElse(device.name());
    }

    private boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    // What is gone or belongs to a process that ended in between is as if it had never been there.
    private String text(String path) {
        try {
            return new String(Files.readAllBytes(root.resolve(path)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private Optional<String> link(String path) {
        try {
            return Optional.of(Files.readSymbolicLink(root.resolve(path)).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(directory))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException e) {
            return List.of();
        }
        return names.stream().sorted().toList();
    }
}
