package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Blkid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads superblocks and partition tables with {@code blkid --probe}, which neither needs udev nor writes its cache. */
final class Superblocks {

    // Together with lsblk and the kill of what hangs, a machine with one dead disk is listed within 15 seconds.
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    // A disk that spins up, or a machine that is busy, answers late; asked alone a device has more time.
    private static final Duration PATIENCE_WITH_ONE = Duration.ofSeconds(5);
    // 2: nothing found on the last device; 8: several superblocks contradict each other there.
    private static final Integer[] ANSWERS = {0, 2, 8};
    private static final Pattern AMBIVALENT = Pattern.compile("(?:blkid: )?(/\\S+): ambivalent result.*");
    private static final Pattern ERROR = Pattern.compile("(?:blkid: )?error: (/\\S+): (.+)");

    private final Runner runner;
    private final Tools tools;
    private final Unknowns unknowns;

    Superblocks(Runner runner, Tools tools, Unknowns unknowns) {
        this.runner = runner;
        this.tools = tools;
        this.unknowns = unknowns;
    }

    /** The same devices with what blkid found on those of which nothing was known. */
    List<BlockDevice> readFrom(List<BlockDevice> devices) {
        Map<String, Blkid.Probed> probed =
                probed(devices.stream().filter(Superblocks::isUntold).toList(), devices);
        return devices.stream()
                .map(it -> Optional.ofNullable(probed.get(it.path()))
                        .map(found -> completed(it, found))
                        .orElse(it))
                .toList();
    }

    private static boolean isUntold(BlockDevice device) {
        return device.size().count() > 0
                && device.filesystem().isEmpty()
                && device.tableType().isEmpty();
    }

    private static BlockDevice completed(BlockDevice device, Blkid.Probed found) {
        return device.with(
                tableType(device, found),
                device.partition()
                        .map(known -> found.partition().map(known::completedBy).orElse(known))
                        .or(found::partition),
                device.filesystem().or(found::filesystem));
    }

    // The boot sector of vfat and NTFS, and the head of an extended partition, look like a table of their own.
    private static Optional<String> tableType(BlockDevice device, Blkid.Probed found) {
        return device.kind() == DeviceKind.PARTITION
                ? device.tableType()
                : device.tableType().or(found::tableType);
    }

    private Map<String, Blkid.Probed> probed(List<BlockDevice> untold, List<BlockDevice> all) {
        List<String> paths = untold.stream().map(BlockDevice::path).toList();
        if (paths.isEmpty()) {
            return Map.of();
        }
        if (!tools.has("blkid")) {
            unknowns.add(
                    paths,
                    "blkid is not installed (apt-get install util-linux): what is on " + String.join(", ", paths)
                            + " is not known");
            return Map.of();
        }
        Map<String, Blkid.Probed> found = new HashMap<>();
        InParallel.all(pathsByDisk(untold, all), this::oneDisk).forEach(found::putAll);
        return found;
    }

    // One disk that hangs must not hide the others.
    private static List<List<String>> pathsByDisk(List<BlockDevice> untold, List<BlockDevice> all) {
        Machine listed = new Machine(all, List.of(), List.of(), List.of(), List.of());
        Map<List<BlockDevice>, List<String>> paths = new LinkedHashMap<>();
        untold.forEach(it -> paths.computeIfAbsent(listed.disksOf(it), disks -> new ArrayList<>())
                .add(it.path()));
        return List.copyOf(paths.values());
    }

    private Map<String, Blkid.Probed> oneDisk(List<String> paths) {
        Map<String, Blkid.Probed> found = new HashMap<>();
        List<String> rest = paths;
        try {
            while (!rest.isEmpty()) {
                rest = probe(rest, found);
            }
        } catch (RescueException e) {
            // blkid that was stopped told nothing of the devices before the one that hangs.
            if (rest.size() > 1) {
                e.unlessInterrupted();
                oneByOne(rest, found);
            } else {
                noteHung(rest.get(0), paths, e);
            }
        }
        return found;
    }

    private void oneByOne(List<String> paths, Map<String, Blkid.Probed> found) {
        for (String path : paths) {
            try {
                probe(List.of(path), found);
            } catch (RescueException e) {
                noteHung(path, paths, e);
                return;
            }
        }
    }

    private void noteHung(String path, List<String> ofDisk, RescueException e) {
        unknowns.add(path, " could not be read: " + e.unlessInterrupted().happened() + rest(ofDisk));
    }

    /**
     * Asks for several devices at once and returns those that were not looked at: blkid (2.38) ends at the first device on
     * which it finds nothing, and the devices after that one need another run.
     */
    private List<String> probe(List<String> paths, Map<String, Blkid.Probed> found) {
        Result result = runner.run(Command.of("blkid", "-p", "-o", "export")
                .with(paths.toArray(String[]::new))
                .within(paths.size() == 1 ? PATIENCE_WITH_ONE : PATIENCE)
                .accepting(ANSWERS));
        result.err().lines().forEach(this::note);
        int last = -1;
        for (Blkid.Probed probed : Blkid.parse(result.out())) {
            String path = probed.path().orElse("");
            found.put(path, exact(path, probed));
            last = Math.max(last, paths.indexOf(path));
        }
        return result.exitCode() == 0 ? List.of() : paths.subList(Math.min(last + 2, paths.size()), paths.size());
    }

    private void note(String complaint) {
        Matcher ambivalent = AMBIVALENT.matcher(complaint);
        Matcher error = ERROR.matcher(complaint);
        if (ambivalent.matches()) {
            unknowns.add(
                    ambivalent.group(1),
                    " carries the superblocks of several filesystems, and blkid does not decide between them;"
                            + " 'wipefs " + ambivalent.group(1) + "' lists them");
        } else if (error.matches()) {
            unknowns.add(error.group(1), " could not be read: " + error.group(2));
        }
    }

    // The export format writes the bytes of an umlaut as M-CM-$ and a line feed as ^J; udev's format keeps them all.
    private Blkid.Probed exact(String path, Blkid.Probed probed) {
        if (probed.filesystem()
                .flatMap(Filesystem::label)
                .filter(label -> label.contains("M-") || label.contains("^"))
                .isEmpty()) {
            return probed;
        }
        Command command = Command.of("blkid", "-p", "-o", "udev", path)
                .within(PATIENCE_WITH_ONE)
                .accepting(ANSWERS);
        return Blkid.parse(runner.run(command).out()).stream()
                .findFirst()
                .filter(it -> it.filesystem().isPresent())
                .map(it -> new Blkid.Probed(
                        probed.path(), it.filesystem(), probed.tableType(), probed.partition(), probed.ambivalent()))
                .orElse(probed);
    }

    private static String rest(List<String> paths) {
        return paths.size() == 1 ? "" : "; what else is on this disk was not looked at: " + String.join(", ", paths);
    }
}
