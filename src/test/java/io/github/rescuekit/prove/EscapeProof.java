package io.github.rescuekit.prove;

import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Attempts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Promise 5: nothing on the target makes us read or write outside of it. Links of every shape stand where Rescuekit
 * reads and writes; decoys outside must never be read and never change.
 */
final class EscapeProof implements Proof {

    private static final String DECOY = "OUTSIDE";
    private static final List<String> PLACES = List.of(
            "/etc",
            "/etc/fstab",
            "/etc/shadow",
            "/etc/os-release",
            "/etc/qemu",
            "/etc/qemu/qemu-ga.conf",
            "/etc/systemd/system/qemu-guest-agent.service",
            "/usr/lib",
            "/usr/lib/os-release",
            "/usr/lib/modules/6.1.0-27-amd64",
            "/var",
            "/var/lib",
            "/var/lib/rescuekit",
            "/var/lib/dpkg/status",
            "/boot/grub/grub.cfg",
            "/root/.ssh/authorized_keys");

    @Override
    public Reach reach() {
        return Reach.OWN_DISKS;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        Path outside = decoys(directory.resolve("outside"));
        List<String> targets = targets(outside);
        Map<String, String> before = picture(outside);
        int number = 0;
        for (String place : PLACES) {
            for (String target : targets) {
                Path root = directory.resolve("target-" + number++);
                layOut(root, place, target);
                tally.count("link layouts");
                String what = "with " + place + " -> " + target + " ";
                read(root, place, what, tally);
                tally.count("writes inside", new Attempts(root).all(place));
                if (!picture(outside).equals(before)) {
                    tally.broken(what + "a write landed outside");
                    before = picture(outside);
                }
            }
        }
        tally.requireAtLeast("link layouts", 200);
        tally.requireAtLeast("writes inside", 100);
        new LinkRace(size).prove(directory, tally);
    }

    private static Path decoys(Path outside) throws IOException {
        for (String file : List.of("fstab", "shadow", "os-release", "status", "deep/passwd", "lib/os-release")) {
            Path decoy = outside.resolve(file);
            Files.createDirectories(decoy.getParent());
            Files.writeString(decoy, DECOY + "\n");
        }
        return outside;
    }

    private static List<String> targets(Path outside) {
        String up = "../".repeat(30);
        return List.of(
                outside.toString(),
                outside + "/fstab",
                outside + "/deep/passwd",
                up + outside.toString().substring(1),
                up + outside.toString().substring(1) + "/shadow",
                "/proc/self/root" + outside,
                "/proc/1/root" + outside + "/os-release",
                "/../../../.." + outside,
                "." + "/..".repeat(40) + outside,
                "loop-0",
                "chain-0",
                outside + "/does-not-exist",
                "//" + outside + "//fstab",
                ".");
    }

    private static void layOut(Path root, String place, String target) throws IOException {
        for (String directory :
                List.of("etc/qemu", "etc/systemd/system", "usr/lib/modules", "var/lib/dpkg", "boot/grub")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.writeString(root.resolve("etc/hostname"), "inside\n");
        Path link = root.resolve(place.substring(1));
        Files.createDirectories(link.getParent());
        remove(link);
        Files.createSymbolicLink(link, Path.of(target));
        Path beside = Objects.requireNonNull(link.getParent());
        if (target.equals("loop-0")) {
            Files.createSymbolicLink(beside.resolve("loop-0"), Path.of("loop-1"));
            Files.createSymbolicLink(beside.resolve("loop-1"), Path.of("loop-0"));
        } else if (target.equals("chain-0")) {
            for (int n = 0; n < 45; n++) {
                Files.createSymbolicLink(beside.resolve("chain-" + n), Path.of("chain-" + (n + 1)));
            }
            Files.writeString(beside.resolve("chain-45"), "far away, but inside\n");
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void read(Path root, String place, String what, Tally tally) {
        ConfinedFiles files = new ConfinedFiles(root);
        for (String path : List.of(place, place + "/fstab", place + "/deep/passwd", place + "/../fstab")) {
            try {
                Stream<String> texts = Stream.of(
                                files.text(path).map(FileText::text),
                                files.head(path, 100).map(EscapeProof::text),
                                files.tail(path, 100).map(EscapeProof::text),
                                Optional.of(String.join(" ", files.list(path))))
                        .flatMap(Optional::stream);
                if (texts.anyMatch(it -> it.contains(DECOY) || it.contains("passwd"))) {
                    tally.broken(what + path + " was read from outside");
                }
            } catch (RescueException e) {
                tally.count("refusals");
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Names, kinds, contents, modes and times. */
    static Map<String, String> picture(Path directory) throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                picture.put(
                        file.toString(),
                        Files.readAttributes(file, "unix:mode,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS)
                                + (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : ""));
            }
        }
        return picture;
    }
}
