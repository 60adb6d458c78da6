package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.report.Show;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Promises 1 and 2: a look writes no block. The whole disk is hashed before and after every command of the level look,
 * on disks in every state; nothing may stay mounted or attached either.
 */
final class LookProof implements Proof {

    private static final Set<String> OF_CI = Set.of("ext4-dirty", "system-xfs-dirty", "system-hostile", "garbage");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}&&[^\n]]");
    private static final int BUG = 1;

    @Override
    public Reach reach() {
        return Reach.MACHINE;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        Path policy = Files.writeString(
                directory.resolve("policy"), "fsck = preen\nrepair = guest-agent-freeze\nsystem = DEVICE\n");
        for (Map.Entry<String, Path> state : DiskStates.make(directory).entrySet()) {
            if (size == Size.FULL || OF_CI.contains(state.getKey())) {
                tally.count("disk states");
                try (LoopImage disk = LoopImage.attach(state.getValue())) {
                    Files.writeString(
                            policy, "fsck = preen\nrepair = guest-agent-freeze\nsystem = " + disk.device() + "\n");
                    look(state.getKey(), disk, directory, policy, tally);
                    if (state.getKey().equals("ext4-dirty")) {
                        seesAChange(disk, tally);
                    }
                }
            }
        }
        tally.requireAtLeast("comparisons", size == Size.FULL ? 300 : 60);
    }

    private static void look(String state, LoopImage disk, Path directory, Path policy, Tally tally)
            throws IOException {
        String before = disk.sha256();
        List<String> loops = loops(directory, disk);
        for (List<String> words : LookCommands.on(disk.device(), policy)) {
            String mounts = mounts();
            Result result = LookCommands.run(directory.resolve("run"), words);
            tally.count("comparisons");
            String what = "rescuekit " + String.join(" ", words) + " on " + state + " ";
            if (result.exitCode() == BUG) {
                tally.broken(what + "ended with a bug: " + result.err());
            }
            if (INVISIBLE.matcher(result.all()).find()) {
                tally.broken(what + "shows control characters as they are: " + Show.text(result.all()));
            }
            if (!disk.sha256().equals(before)) {
                tally.broken(what + "changed the disk");
                before = disk.sha256();
            }
            if (!mounts().equals(mounts) || !loops(directory, disk).equals(loops)) {
                tally.broken(what + "left something mounted or attached");
            }
        }
    }

    // A proof that could not see what mount -o ro does to a dirty journal would prove nothing.
    private static void seesAChange(LoopImage disk, Tally tally) throws IOException {
        String before = disk.sha256();
        Path at = Files.createTempDirectory(disk.image().getParent(), "control");
        LoopImage.run("mount", "-t", "ext4", "-o", "ro", disk.device(), at.toString());
        LoopImage.unmount(at);
        tally.count("controls");
        if (disk.sha256().equals(before)) {
            tally.broken("the control, a plain read-only mount of a dirty journal, changed nothing");
        }
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"));
    }

    // Other programs have loop devices too: ours are over files of this proof, or over its disk.
    private static List<String> loops(Path directory, LoopImage disk) {
        return LoopImage.run("losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE,RO")
                .lines()
                .filter(it -> it.contains(directory + "/") || it.contains(" " + disk.device() + " "))
                .toList();
    }
}
