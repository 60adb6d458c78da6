package io.github.rescuekit.mount;

import io.github.rescuekit.model.FstabEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Why a line is not mounted although nothing is wrong with it. */
record SkipRule(String reason, Predicate<FstabEntry> applies) {

    private static final Set<String> OF_THE_KERNEL = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "cpuset",
            "debugfs",
            "devfs",
            "devpts",
            "devtmpfs",
            "efivarfs",
            "functionfs",
            "fusectl",
            "hugetlbfs",
            "mqueue",
            "nfsd",
            "proc",
            "procfs",
            "pstore",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "sysfs",
            "tracefs",
            "usbdevfs",
            "usbfs");
    private static final Set<String> OF_THE_NETWORK = Set.of(
            "9p",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "fuse.ceph",
            "fuse.glusterfs",
            "fuse.s3fs",
            "fuse.sshfs",
            "gfs2",
            "glusterfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "s3fs",
            "smb3",
            "smbfs",
            "sshfs");
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    // Systems that mount these by hand, such as Gentoo, still boot from them.
    private static final Set<String> NEEDED_TO_BOOT = Set.of("/boot", "/boot/efi", "/efi", "/boot/firmware");

    // The type comes first: an old fstab writes /dev/proc for the source of proc, and any word for that of a tmpfs.
    private static final List<SkipRule> RULES = List.of(
            new SkipRule("swap holds no files", SkipRule::isSwap),
            new SkipRule("the kernel makes it up; a chroot gets its own", it -> OF_THE_KERNEL.contains(it.type())),
            new SkipRule("it lives in memory and was lost at the reboot", it -> IN_MEMORY.contains(it.type())),
            new SkipRule("it needs the network", SkipRule::isOnTheNetwork),
            new SkipRule(
                    "its type tells mount(8) to ignore the line",
                    it -> it.type().equals("ignore")),
            new SkipRule(
                    "noauto: the system does not mount it at boot either",
                    it -> it.has("noauto") && !NEEDED_TO_BOOT.contains(it.mountPoint())),
            new SkipRule(
                    "it is an image file inside the system, which is not attached", it -> isImage(it) && !isBind(it)));

    /** The first rule that stands against mounting the line. */
    static Optional<SkipRule> of(FstabEntry entry) {
        return RULES.stream().filter(rule -> rule.applies().test(entry)).findFirst();
    }

    static boolean isSwap(FstabEntry entry) {
        return entry.type().equals("swap");
    }

    /** False for what the kernel makes up, what lives in memory, and what comes over the network. */
    static boolean hasContentOfItsOwn(FstabEntry entry) {
        return !OF_THE_KERNEL.contains(entry.type())
                && !IN_MEMORY.contains(entry.type())
                && !OF_THE_NETWORK.contains(entry.type());
    }

    static boolean isBind(FstabEntry entry) {
        return entry.has("bind") || entry.has("rbind");
    }

    // mount(8) attaches a regular file to a loop device by itself; cPanel's /usr/tmpDSK is one.
    private static boolean isImage(FstabEntry entry) {
        return (entry.source().startsWith("/") && !entry.source().startsWith("/dev/"))
                || entry.options().stream().anyMatch(it -> it.equals("loop") || it.startsWith("loop="));
    }

    private static boolean isOnTheNetwork(FstabEntry entry) {
        return OF_THE_NETWORK.contains(entry.type());
    }
}
