package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.installed.SystemTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Promise 6: looking and edits of passwords, keys, fstab, network and boot run no program of the target. Every program of
 * a server is replaced by one that leaves a mark; a call of chroot(2) or pivot_root(2) is seen as well, for what runs in
 * there could not reach the mark.
 */
final class ProgramsProof implements Proof {

    private static final String UUID = "5ec2e7f0-0006-4000-8000-000000000000";
    private static final int EXECUTABLE = 0_111;
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1hdYk5Vyq3bVwh0dkn2yT0cCJ8E1mEw0uYbF8pQb1S admin@home";
    // What an edit by programs of the target would call.
    private static final List<String> TEMPTING = List.of(
            "chpasswd",
            "passwd",
            "usermod",
            "chage",
            "chsh",
            "faillock",
            "visudo",
            "sshd",
            "ssh-keygen",
            "systemctl",
            "systemd-sysusers",
            "update-grub",
            "grub-mkconfig",
            "grub-install",
            "update-initramfs",
            "mount",
            "blkid",
            "nft",
            "iptables-restore",
            "ufw",
            "firewall-cmd",
            "csf",
            "netplan",
            "ifup",
            "nmcli",
            "restorecon",
            "cp",
            "chmod",
            "chown",
            "sync",
            "sh",
            "bash",
            "qemu-ga");

    @Override
    public Reach reach() {
        return Reach.MACHINE;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        Path mark = directory.resolve("ran");
        try (LoopImage disk = LoopImage.attach(server(directory, mark))) {
            Path policy = Files.writeString(
                    directory.resolve("policy"), "repair = guest-agent-freeze\nsystem = " + disk.device() + "\n");
            if (size == Size.FULL) {
                for (List<String> words : LookCommands.on(disk.device(), policy)) {
                    tally.count("looks");
                    runs(directory, words, mark).forEach(tally::broken);
                }
            }
            for (List<String> words : edits()) {
                edit(directory, disk, words, mark, tally);
            }
            control(directory, disk, mark, tally);
        }
        tally.requireAtLeast("edits", edits().size());
    }

    private static List<List<String>> edits() {
        return List.of(
                List.of("guest-agent-freeze"),
                List.of("root-password", "--secret-fd=0"),
                List.of("ssh-key", "--set", "key=" + KEY),
                List.of("fstab-missing-device"),
                List.of("boot-root-argument"),
                List.of("firewall-lockout", "--set", "address=192.0.2.7"),
                List.of("preloaded-library"),
                List.of("masked-unit"),
                List.of("directory-modes"));
    }

    private static void edit(Path directory, LoopImage disk, List<String> recipe, Path mark, Tally tally)
            throws IOException {
        String before = disk.sha256();
        List<String> words = new ArrayList<>(List.of("repair"));
        words.addAll(recipe);
        words.addAll(List.of("--system", disk.device(), "--yes"));
        runs(directory, words, mark).forEach(tally::broken);
        if (disk.sha256().equals(before)) {
            tally.broken("rescuekit " + String.join(" ", words) + " changed nothing");
        } else {
            tally.count("edits");
        }
    }

    /** What of the target one command ran. */
    private static List<String> runs(Path directory, List<String> words, Path mark) throws IOException {
        Path trace = directory.resolve("trace");
        Path secret = Files.writeString(directory.resolve("secret"), "correct horse battery staple\n");
        List<String> line = new ArrayList<>(List.of(
                "-c",
                "exec \"$@\" <" + secret,
                "sh",
                "strace",
                "--follow-forks",
                "--seccomp-bpf",
                "--trace=chroot,pivot_root",
                "--output=" + trace,
                "--env=RESCUEKIT_RUN=" + directory.resolve("run"),
                Bundle.PROGRAM));
        line.addAll(words);
        Result result = LoopImage.tryRun("sh", line.toArray(String[]::new));
        String what = "rescuekit " + String.join(" ", words) + " ";
        List<String> runs = new ArrayList<>();
        calls(trace).forEach(it -> runs.add(what + "called " + it));
        if (Files.exists(mark)) {
            runs.add(what + "ran " + Files.readString(mark).strip());
            Files.delete(mark);
        }
        if (result.exitCode() == 1 || result.exitCode() == 2) {
            runs.add(what + "ended with " + result.exitCode() + ": " + result.err());
        }
        return runs;
    }

    private static List<String> calls(Path trace) throws IOException {
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            return lines.filter(it -> it.contains("chroot(") || it.contains("pivot_root("))
                    .toList();
        }
    }

    // A proof that did not see a chroot, nor a program that is called by its path, would prove nothing.
    private static void control(Path directory, LoopImage disk, Path mark, Tally tally) throws IOException {
        tally.count("controls", 2);
        if (runs(directory, List.of("chroot", disk.device(), "--", "/bin/true"), mark).stream()
                .noneMatch(it -> it.contains("chroot("))) {
            tally.broken("the control, 'rescuekit chroot', called no chroot");
        }
        LoopImage.mounted(
                disk.image(),
                "ext4",
                root -> LoopImage.run(root.resolve("usr/sbin/chpasswd").toString()));
        if (!Files.exists(mark)) {
            tally.broken("the control, a program of the target, left no mark");
        }
    }

    private static Path server(Path directory, Path mark) throws IOException {
        try (SystemTree tree = SystemTree.of("debian-12")) {
            tree.file("/etc/fstab", """
                            UUID=ROOT / ext4 defaults 0 1
                            UUID=0ffba5ed-0000-4000-8000-000000000000 /srv/gone ext4 defaults 0 2
                            /srv/data.img /srv/data ext4 loop,nofail 0 0
                            /home /srv/ftp none bind 0 0
                            """.replace("ROOT", UUID))
                    .file("/srv/data.img", "ext4")
                    .directory("/home")
                    .directory("/srv/ftp")
                    .directory("/srv/gone")
                    .file("/etc/ld.so.preload", "/usr/lib/libgone.so\n")
                    .file("/etc/nftables.conf", """
                            table ip f {
                            	chain i {
                            		type filter hook input priority 0;
                            		tcp dport 22 drop
                            	}
                            }
                            """)
                    .file(
                            "/usr/lib/systemd/system/nftables.service",
                            "[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n")
                    .directory("/etc/systemd/system/sysinit.target.wants")
                    .link(
                            "/etc/systemd/system/sysinit.target.wants/nftables.service",
                            "/usr/lib/systemd/system/nftables.service")
                    .link("/etc/systemd/system/ssh.service", "/dev/null");
            return BootableDisk.image(directory, UUID, tree, root -> {
                replace(root.resolve("boot/grub/grub.cfg"), "root=UUID=" + UUID, "root=/dev/loop0p3");
                Files.setAttribute(root.resolve("tmp"), "unix:mode", 0_755);
                for (String name : TEMPTING) {
                    Files.writeString(root.resolve("usr/sbin/" + name), "");
                    Files.setAttribute(root.resolve("usr/sbin/" + name), "unix:mode", 0_755);
                }
                replacePrograms(root, mark);
            });
        }
    }

    private static void replace(Path file, String before, String after) throws IOException {
        Files.writeString(file, Files.readString(file).replace(before, after));
    }

    private static void replacePrograms(Path root, Path mark) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && ((int) Files.getAttribute(file, "unix:mode") & EXECUTABLE) != 0) {
                    Files.writeString(file, "#!/bin/sh\necho " + root.relativize(file) + " >>" + mark + "\n");
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
