package io.github.rescuekit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The files of a server with something to repair: one cPanel account has the jailed shell. */
final class SmallServer {

    static final String JAILED = "alice:x:1000:1000::/home/alice:/usr/local/cpanel/bin/jailshell\n";
    static final String ROOT_LINE = "UUID=0badcafe-0000-4000-8000-000000000001 / ext4 defaults 0 1\n";

    private final Path directory;
    private final Path tree;

    private SmallServer(Path directory) {
        this.directory = directory;
        this.tree = directory.resolve("tree");
    }

    static SmallServer in(Path directory) throws IOException {
        SmallServer server = new SmallServer(directory);
        server.file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
                .file("etc/hostname", "small.example.net\n")
                .file("etc/fstab", ROOT_LINE)
                .file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n" + JAILED)
                .file("etc/shells", "/bin/bash\n")
                .file("bin/bash", "stand-in")
                .file("usr/local/cpanel/version", "11.126.0.21\n")
                .file("var/cpanel/cpanel.config", "jaildefaultshell=1\n")
                .file("var/cpanel/users/alice", "")
                .file("var/lib/dpkg/status", "");
        Files.setPosixFilePermissions(server.tree.resolve("bin/bash"), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String path : List.of("proc", "sys", "dev", "run", "root", "tmp", "var/log", "var/tmp")) {
            Files.createDirectories(server.tree.resolve(path));
        }
        for (String path : List.of("tmp", "var/tmp")) {
            Files.setAttribute(server.tree.resolve(path), "unix:mode", 0_1777);
        }
        return server;
    }

    SmallServer file(String path, String content) throws IOException {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    SmallServer file(String path, byte[] content) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.write(file, content);
        return this;
    }

    /** An image with an ext4 that holds the files and nothing in its journal. */
    Path image(String name) {
        Path image = LoopImage.blank(directory, name, 64);
        LoopImage.run(
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-U",
                "0badcafe-0000-4000-8000-000000000001",
                "-d",
                tree.toString(),
                image.toString());
        return image;
    }
}
