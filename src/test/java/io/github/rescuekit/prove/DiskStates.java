package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.diagnose.TestImages;
import io.github.rescuekit.installed.SystemTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Disks in the states that a rescue meets: clean, dirty, damaged, hostile, empty. */
final class DiskStates {

    private static final String FREEZING = """
            LABEL=root / ext4 defaults 0 1
            /srv/data.img /srv/data ext4 loop,nofail 0 0
            /home /srv/ftp none bind 0 0
            """;
    private static final String HOSTILE = """
            LABEL=root / ext4 defaults 0 1
            LABEL=root /../../../tmp ext4 defaults 0 0
            LABEL=root /srv/link/x ext4 defaults 0 0
            /etc/shadow /srv none bind 0 0
            none /proc/self/fd tmpfs defaults 0 0
            LABEL=root /srv ext4 rw,exec,suid,dev,data=journal,usrjquota=$(reboot),-o,loop=/dev/sda 0 0
            \u001b[2J\u202e /mnt ext4 defaults 0 0
            """;

    // Clears the screen, names the window, turns the direction of writing, ends the line, begins a sequence of one
    // byte.
    private static final String NOISE = "a\u001b[2J\u001b]0;b\u0007\u202ec\rd\u009b31me\u2028f";

    /** Makes one image. */
    @FunctionalInterface
    private interface Maker {
        Path make(Path directory) throws IOException;
    }

    private DiskStates() {}

    /** The names with what makes them, in the order in which they are tried. */
    static Map<String, Path> make(Path directory) throws IOException {
        Map<String, Maker> makers = new LinkedHashMap<>();
        for (String type : new String[] {"ext2", "ext3", "ext4", "xfs", "btrfs", "vfat"}) {
            makers.put(type + "-clean", in -> TestImages.of(in, type, "clean"));
            if (!type.equals("ext2")) {
                makers.put(type + "-dirty", in -> TestImages.of(in, type, "dirty"));
            }
        }
        for (String type : new String[] {"ext4", "xfs", "btrfs", "vfat"}) {
            makers.put(type + "-damaged", in -> TestImages.of(in, type, "damaged"));
        }
        makers.put("ext4-headless", in -> TestImages.of(in, "ext4", "headless"));
        makers.put("ext4-rootless", in -> TestImages.of(in, "ext4", "rootless"));
        for (String type : new String[] {"ext4", "xfs", "btrfs"}) {
            makers.put("system-" + type + "-clean", in -> system(in, type, FREEZING));
            makers.put("system-" + type + "-dirty", in -> dirty(in, type));
        }
        makers.put("system-hostile", DiskStates::hostile);
        makers.put("system-hibernated", DiskStates::hibernated);
        makers.put("empty", in -> LoopImage.blank(in, "empty", 16));
        makers.put("garbage", DiskStates::garbage);
        Map<String, Path> images = new LinkedHashMap<>();
        for (Map.Entry<String, Maker> maker : makers.entrySet()) {
            Path own = Files.createDirectory(directory.resolve(maker.getKey()));
            images.put(maker.getKey(), maker.getValue().make(own));
        }
        return images;
    }

    private static Path system(Path in, String type, String fstab) throws IOException {
        Path image = LoopImage.formatted(in, type, type.equals("xfs") ? 300 : 200, "-L", "root");
        try (SystemTree tree = SystemTree.of("debian-12")) {
            tree.file("/etc/fstab", fstab).file("/srv/data.img", "ext4").directory("/home");
            tree.link("/srv/link", "/etc");
            LoopImage.mounted(image, type, root -> LoopImage.run("cp", "-a", tree.root() + "/.", root.toString()));
        }
        return image;
    }

    private static Path hostile(Path in) throws IOException {
        Path image = system(in, "ext4", HOSTILE);
        LoopImage.mounted(image, "ext4", root -> {
            Files.writeString(root.resolve("etc/hostname"), NOISE + "\n");
            Files.delete(root.resolve("etc/os-release"));
            Files.writeString(
                    root.resolve("etc/os-release"), "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"" + NOISE + "\"\n");
        });
        return image;
    }

    private static Path dirty(Path in, String type) throws IOException {
        Path image = system(in, type, FREEZING);
        Path[] copy = new Path[1];
        LoopImage.mounted(image, type, root -> {
            Files.writeString(root.resolve("etc/late"), "late");
            LoopImage.run("sync", root.resolve("etc/late").toString());
            copy[0] = LoopImage.copy(image, "dirty");
        });
        return copy[0];
    }

    private static Path hibernated(Path in) throws IOException {
        Path image = system(in, "ext4", FREEZING + "/swapfile none swap sw 0 0\n");
        LoopImage.mounted(image, "ext4", root -> {
            byte[] swap = new byte[1 << 20];
            byte[] signature = "S1SUSPEND".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(signature, 0, swap, 4096 - 10, signature.length);
            Files.write(root.resolve("swapfile"), swap);
        });
        return image;
    }

    private static Path garbage(Path in) throws IOException {
        Path image = LoopImage.blank(in, "garbage", 16);
        byte[] bytes = new byte[1 << 20];
        new Random(7).nextBytes(bytes);
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        System.arraycopy("EFI PART".getBytes(StandardCharsets.US_ASCII), 0, bytes, 512, 8);
        LoopImage.overwrite(image, 0, bytes);
        return image;
    }
}
