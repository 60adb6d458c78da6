package io.github.rescuekit.exec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds programs once, by absolute path, in fixed directories: never through a {@code PATH} that somebody set. */
public final class Tools {

    public static final Tools OF_THIS_SYSTEM =
            new Tools(List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"));

    private static final Map<String, String> DEBIAN_PACKAGES = Map.ofEntries(
            Map.entry("badblocks", "e2fsprogs"),
            Map.entry("btrfs", "btrfs-progs"),
            Map.entry("bzip2", "bzip2"),
            Map.entry("cat", "coreutils"),
            Map.entry("dd", "coreutils"),
            Map.entry("dumpe2fs", "e2fsprogs"),
            Map.entry("e2fsck", "e2fsprogs"),
            Map.entry("fdisk", "fdisk"),
            Map.entry("fsck.fat", "dosfstools"),
            Map.entry("mkfs.vfat", "dosfstools"),
            Map.entry("ethtool", "ethtool"),
            Map.entry("ip", "iproute2"),
            Map.entry("iperf3", "iperf3"),
            Map.entry("journalctl", "systemd"),
            Map.entry("lz4", "lz4"),
            Map.entry("lzop", "lzop"),
            Map.entry("mdadm", "mdadm"),
            Map.entry("memtester", "memtester"),
            Map.entry("mke2fs", "e2fsprogs"),
            Map.entry("mknod", "coreutils"),
            Map.entry("mount", "mount"),
            Map.entry("nbdfuse", "libnbd-bin"),
            Map.entry("nbdkit", "nbdkit"),
            Map.entry("nvme", "nvme-cli"),
            Map.entry("ping", "iputils-ping"),
            Map.entry("sfdisk", "fdisk"),
            Map.entry("kexec", "kexec-tools"),
            Map.entry("smartctl", "smartmontools"),
            Map.entry("stress-ng", "stress-ng"),
            Map.entry("stressapptest", "stressapptest"),
            Map.entry("umount", "mount"),
            Map.entry("xfs_db", "xfsprogs"),
            Map.entry("xfs_logprint", "xfsprogs"),
            Map.entry("xfs_repair", "xfsprogs"),
            Map.entry("xz", "xz-utils"),
            Map.entry("zstd", "zstd"));

    private final List<String> directories;

    public Tools(List<String> directories) {
        this.directories = List.copyOf(directories);
    }

    public Optional<Path> find(String program) {
        if (program.startsWith("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        return directories.stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public boolean has(String program) {
        return find(program).isPresent();
    }

    public List<String> missing(List<String> programs) {
        return programs.stream().filter(program -> !has(program)).toList();
    }

    /** @throws ToolFailedException with the package that has it */
    Path require(String program) {
        return find(program).orElseThrow(() -> ToolFailedException.missing(List.of(program)));
    }

    /**
     * Checks that all of them are there.
     *
     * @throws ToolFailedException that names every missing one, and the packages that have them
     */
    public void requireAll(List<String> programs) {
        List<String> missing = missing(programs);
        if (!missing.isEmpty()) {
            throw ToolFailedException.missing(missing);
        }
    }

    public static String packageOf(String program) {
        return DEBIAN_PACKAGES.getOrDefault(program, "util-linux");
    }
}
