package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds who uses mounted filesystems. Files are compared by the number of their filesystem, not by their path alone: in
 * the mount namespace of a chroot, or after its deletion, a file has another path or none.
 */
final class Holders {

    private static final Path PROC = Path.of("/proc");
    private static final Map<String, String> USES = Map.of(
            "cwd", "has its working directory at ", "root", "has its root at ", "exe", "runs ", "fd", "has open ");

    private final Path directory;
    private final Set<Object> filesystems = new HashSet<>();

    /** Those of all filesystems at or below a directory that are mounted at these points. */
    Holders(Path directory, List<Path> mountPoints) {
        this.directory = directory;
        mountPoints.forEach(it -> number(it).ifPresent(filesystems::add));
    }

    /** All processes of a process namespace, by the number of its file in {@code /proc/PID/ns}. */
    static List<Holder> inNamespace(Object number) {
        return numbered(PROC).stream()
                .filter(process ->
                        inode(process.resolve("ns/pid")).filter(number::equals).isPresent())
                .map(process -> new Holder(pid(process), name(process), "was left in the chroot"))
                .toList();
    }

    List<Holder> find() {
        List<Holder> holders = new ArrayList<>();
        for (Path process : numbered(PROC)) {
            use(process)
                    .map(use -> new Holder(pid(process), name(process), use))
                    .ifPresent(holders::add);
        }
        holders.addAll(loopDevices());
        holders.addAll(swapFiles());
        return holders;
    }

    private Optional<String> use(Path process) {
        for (String link : List.of("root", "cwd", "exe")) {
            Optional<String> use = use(process.resolve(link), link);
            if (use.isPresent()) {
                return use;
            }
        }
        for (Path descriptor : numbered(process.resolve("fd"))) {
            Optional<String> use = use(descriptor, "fd");
            if (use.isPresent()) {
                return use;
            }
        }
        return mapped(process);
    }

    private Optional<String> use(Path link, String kind) {
        return isHere(link) ? Optional.of(USES.get(kind) + target(link)) : Optional.empty();
    }

    private boolean isHere(Path link) {
        return target(link).startsWith(directory + "/")
                || target(link).equals(directory.toString())
                || number(link).filter(filesystems::contains).isPresent();
    }

    // 7f20e000-7f20f000 r-xp 00000000 fd:01 1234    /mnt/lib/libc.so.6
    private Optional<String> mapped(Path process) {
        return lines(process.resolve("maps")).stream()
                .filter(line -> line.indexOf(" " + directory + "/") > 0)
                .map(line -> "has in memory " + line.substring(line.indexOf('/')))
                .findFirst();
    }

    private List<Holder> loopDevices() {
        List<Holder> holders = new ArrayList<>();
        for (Path block : children(Path.of("/sys/block"))) {
            String device = "/dev/" + block.getFileName();
            LoopDevices.backingFile(device)
                    .filter(file -> Path.of(file).startsWith(directory))
                    .ifPresent(file -> holders.add(new Holder(
                            OptionalLong.empty(), device, "shows the file " + file + " (losetup -d " + device + ")")));
        }
        return holders;
    }

    private List<Holder> swapFiles() {
        return lines(PROC.resolve("swaps")).stream()
                .map(line -> line.split("\\s+", 2)[0])
                .filter(file -> file.startsWith(directory + "/"))
                .map(file -> new Holder(OptionalLong.empty(), file, "is in use as swap (swapoff " + file + ")"))
                .toList();
    }

    private static OptionalLong pid(Path process) {
        return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
    }

    private static String name(Path process) {
        if (pid(process).getAsLong() == ProcessHandle.current().pid()) {
            return "this Rescuekit";
        }
        return lines(process.resolve("comm")).stream().findFirst().orElse("?");
    }

    // A process that ends meanwhile, or a kernel thread, has no files.
    private static Optional<Object> number(Path file) {
        return attribute(file, "unix:dev");
    }

    private static Optional<Object> inode(Path file) {
        return attribute(file, "unix:ino");
    }

    private static Optional<Object> attribute(Path file, String name) {
        try {
            return Optional.ofNullable(Files.getAttribute(file, name));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> numbered(Path directory) {
        return children(directory).stream()
                .filter(it -> it.getFileName().toString().chars().allMatch(Character::isDigit))
                .toList();
    }

    private static List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            // The process ended while it was looked at.
            return List.of();
        }
        return children;
    }
}
