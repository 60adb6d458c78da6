package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.installed.SystemTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Promise 13: no secret appears in arguments, environments, logs or reports. Secrets lie where admins and programs leave
 * them on a server; every verb handles that server while each program it starts is recorded.
 */
final class SecretsProof implements Proof {

    // Usage, a bug, a failed program: then nothing was handled.
    private static final Set<Integer> NOT_DONE = Set.of(1, 2, 5);
    private static final String UUID = "5ec2e7f0-0001-4000-8000-000000000000";

    @Override
    public Reach reach() {
        return Reach.MACHINE;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        Map<String, String> secrets = secrets();
        tally.count("planted secrets", secrets.size());
        Path run = Files.createDirectory(directory.resolve("run"));
        try (LoopImage disk = LoopImage.attach(server(directory, secrets))) {
            for (List<String> words : commands(size, disk, directory)) {
                Path trace = directory.resolve("trace");
                String what = "rescuekit " + String.join(" ", words) + " ";
                Result result = traced(trace, run, words);
                tally.count("commands");
                if (NOT_DONE.contains(result.exitCode())) {
                    tally.broken(what + "ended with " + result.exitCode() + ": " + result.err());
                }
                search(what + "answered", result.out() + result.err(), secrets, tally);
                search(what + "showed other programs", read(trace), secrets, tally);
            }
        }
        search("the state in memory held", all(run), secrets, tally);
        search("the report held", read(directory.resolve("report.json")), secrets, tally);
        seesASecret(directory, secrets, tally);
    }

    private static Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String place : List.of(
                "password hash of root",
                "password hash of a user",
                "password hash of a group",
                "private host key",
                "private key of root",
                "password of a network share in fstab",
                "passphrase file of an encrypted volume",
                "password hash of the boot menu",
                "database password",
                "access hash of cPanel",
                "key of a wireless network",
                "password in the journal of a program")) {
            secrets.put(place, "Zq" + Integer.toHexString(place.hashCode()) + "xK" + secrets.size());
        }
        return secrets;
    }

    private static Path server(Path directory, Map<String, String> secrets) throws IOException {
        List<String> of = List.copyOf(secrets.values());
        try (SystemTree tree = SystemTree.of("debian-12")) {
            tree.elf("/usr/lib/systemd/systemd", 62)
                    .mode("/usr/lib/systemd/systemd", 0_755)
                    .file("/etc/fstab", """
                            UUID=ROOT / ext4 defaults 0 1
                            //nas/share /mnt/nas cifs username=backup,password=SECRET,nofail 0 0
                            /srv/data.img /srv/data ext4 loop,nofail 0 0
                            /home /srv/ftp none bind 0 0
                            """.replace("ROOT", UUID).replace("SECRET", of.get(5)))
                    .file("/srv/data.img", "ext4")
                    .directory("/home")
                    .directory("/srv/ftp")
                    .file(
                            "/etc/shadow",
                            "root:$y$j9T$" + of.get(0) + "$hash:20000:0:99999:7:::\nadmin:$6$" + of.get(1)
                                    + "$hash:20000:0:99999:7:::\n")
                    .file("/etc/gshadow", "sudo:" + of.get(2) + "::admin\n")
                    .file("/etc/passwd", """
                            root:x:0:0:root:/root:/bin/bash
                            admin:x:1000:1000::/home/admin:/bin/bash
                            """)
                    .file("/etc/ssh/ssh_host_ed25519_key", key(of.get(3)))
                    .file("/root/.ssh/id_ed25519", key(of.get(4)))
                    .file("/etc/crypttab", "backup UUID=5ec2e7f0-0002-4000-8000-000000000000 /etc/backup.key luks\n")
                    .file("/etc/backup.key", of.get(6))
                    .file("/boot/grub/user.cfg", "GRUB2_PASSWORD=grub.pbkdf2.sha512.10000." + of.get(7) + "\n")
                    .file("/root/.my.cnf", "[client]\npassword=" + of.get(8) + "\n")
                    .file("/root/.accesshash", of.get(9) + "\n")
                    .file("/etc/NetworkManager/system-connections/office", "[wifi-security]\npsk=" + of.get(10) + "\n")
                    .file("/var/log/syslog", "Jan  1 00:00:00 server1 app[7]: login with " + of.get(11) + "\n");
            return BootableDisk.image(directory, UUID, tree, root -> {});
        }
    }

    private static String key(String secret) {
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + secret + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static List<List<String>> commands(Size size, LoopImage disk, Path directory) throws IOException {
        Path policy = Files.writeString(
                directory.resolve("policy"),
                "repair = guest-agent-freeze\nreport = " + directory.resolve("report.json") + "\nsystem = "
                        + disk.device() + "\n");
        List<List<String>> commands = new ArrayList<>();
        for (List<String> words : LookCommands.on(disk.device(), policy)) {
            if (size == Size.FULL) {
                commands.add(words);
            }
            if (!words.contains("--json")) {
                commands.add(Stream.concat(words.stream(), Stream.of("--json")).toList());
            }
        }
        commands.add(List.of("leave", "--system", disk.device()));
        commands.add(List.of("leave", "--system", disk.device(), "--json"));
        commands.add(List.of("repair", "guest-agent-freeze", "--system", disk.device(), "--yes"));
        commands.add(List.of("history", "--system", disk.device(), "--json"));
        commands.add(List.of("undo", "--system", disk.device(), "--yes", "--json"));
        commands.add(List.of("recover", "--policy", policy.toString()));
        commands.add(List.of("jobs", "--json"));
        return commands;
    }

    private static Result traced(Path trace, Path run, List<String> words) {
        List<String> line = new ArrayList<>(List.of(
                "--follow-forks",
                "--seccomp-bpf",
                "--no-abbrev",
                "--trace=execve",
                "--string-limit=65536",
                "--output=" + trace));
        line.addAll(List.of("--env=RESCUEKIT_RUN=" + run, Bundle.PROGRAM));
        line.addAll(words);
        return LoopImage.tryRun("strace", line.toArray(String[]::new));
    }

    private static void search(String what, String text, Map<String, String> secrets, Tally tally) {
        secrets.forEach((place, secret) -> {
            tally.count("searches");
            if (text.contains(secret)) {
                tally.broken(what + " with the " + place);
            }
        });
    }

    // A proof that missed a secret on a command line, or in an answer, would prove nothing.
    private static void seesASecret(Path directory, Map<String, String> secrets, Tally tally) throws IOException {
        Path trace = directory.resolve("trace");
        Map.Entry<String, String> secret = secrets.entrySet().iterator().next();
        Result result = traced(trace, directory, List.of("survey", "/dev/" + secret.getValue()));
        Tally control = new Tally();
        search("the answer", result.err(), secrets, control);
        search("the trace", read(trace), secrets, control);
        tally.count("controls", 2);
        if (control.broken().size() != 2) {
            tally.broken("the control, a secret that was typed as a device, was seen in " + control.broken());
        }
    }

    private static String all(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(read(file));
            }
        }
        return text.toString();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
