package io.github.rescuekit.leave;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a Debian 12 that boots and lets its admin in: real configuration, programs and images as stand-ins. */
public final class BootableTree {

    static final String KERNEL = "6.1.0-37-amd64";
    static final String VMLINUZ = "/boot/vmlinuz-" + KERNEL;
    static final String INITRD = "/boot/initrd.img-" + KERNEL;
    static final String SYSTEMD = "/usr/lib/systemd/systemd";
    static final String LINKER = "/lib64/ld-linux-x86-64.so.2";
    static final String GRUB_CFG = "/boot/grub/grub.cfg";

    private static final String MODULES = "/usr/lib/modules/" + KERNEL;
    private static final int BEHIND_THE_BOOT_CODE = 440;

    private BootableTree() {}

    /** All but fstab, for a root filesystem of that UUID. */
    public static TestTree of(String root) {
        TestTree tree = new TestTree()
                .file("/usr/lib/os-release", "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n")
                .link("/etc/os-release", "../usr/lib/os-release")
                .link("/bin", "usr/bin")
                .link("/sbin", "usr/sbin")
                .link("/lib", "usr/lib")
                .link("/lib64", "usr/lib64")
                .program("/usr/lib64/ld-linux-x86-64.so.2", elf(""))
                .program(SYSTEMD, elf(LINKER))
                .link("/usr/sbin/init", "../lib/systemd/systemd")
                .program("/usr/bin/bash", elf(LINKER))
                .file(VMLINUZ, kernel())
                .file(INITRD, initramfs())
                .file(MODULES + "/modules.dep", """
                        kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko
                        kernel/fs/jbd2/jbd2.ko:
                        kernel/drivers/virtio/virtio.ko:
                        kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio.ko
                        """)
                .file(MODULES + "/modules.alias", "alias virtio:d00000002v* virtio_blk\n")
                .file(GRUB_CFG, grubCfg(root))
                .file("/boot/grub/i386-pc/core.img", "the core")
                .file("/boot/grub/i386-pc/normal.mod", "a module");
        return admins(sshServer(tree.emptyDirectories()));
    }

    private static TestTree sshServer(TestTree tree) {
        return tree.program("/usr/sbin/sshd", elf(LINKER))
                .file("/usr/lib/systemd/system/ssh.service", """
                        [Service]
                        ExecStart=/usr/sbin/sshd -D
                        [Install]
                        WantedBy=multi-user.target
                        """)
                .link("/etc/systemd/system/multi-user.target.wants/ssh.service", "/usr/lib/systemd/system/ssh.service")
                .file("/etc/ssh/sshd_config", """
                        Include /etc/ssh/sshd_config.d/*.conf
                        KbdInteractiveAuthentication no
                        UsePAM yes
                        """)
                .file("/etc/ssh/ssh_host_ed25519_key", "a key")
                .mode("/etc/ssh/ssh_host_ed25519_key", 0_600);
    }

    private static TestTree admins(TestTree tree) {
        return tree.file("/etc/passwd", """
                        root:x:0:0:root:/root:/bin/bash
                        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
                        nobody:x:65534:65534:nobody:/nonexistent:/bin/bash
                        """)
                .file("/etc/shadow", "root:*:20000:0:99999:7:::")
                .file("/etc/group", "sudo:x:27:")
                .file("/root/.ssh/authorized_keys", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhYiBrZXk= admin")
                .mode("/root/.ssh/authorized_keys", 0_600)
                .mode("/root/.ssh", 0_700)
                .mode("/root", 0_700);
    }

    private static String grubCfg(String root) {
        return """
                if [ "${next_entry}" ] ; then
                   set default="${next_entry}"
                else
                   set default="0"
                fi
                menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple-ROOT' {
                	search --no-floppy --fs-uuid --set=root ROOT
                	linux	VMLINUZ root=UUID=ROOT ro console=ttyS0,115200n8
                	initrd	INITRD
                }
                """.replace("ROOT", root).replace("VMLINUZ", VMLINUZ).replace("INITRD", INITRD);
    }

    /** MZ and HdrS where file(1) looks for them, and as long as a kernel. */
    static String kernel() {
        return "MZ" + "\0".repeat(512) + "HdrS" + "\0".repeat(3 << 19);
    }

    /** An archive that is not packed, with what this kernel needs for its root, and as long as an initramfs. */
    static String initramfs() {
        return initramfs("virtio/virtio", "block/virtio_blk");
    }

    /** The same with these drivers alone. */
    public static String initramfs(String... drivers) {
        String modules = MODULES.substring(1) + "/kernel/";
        Stream<String> files = Stream.concat(
                Stream.of("init", modules + "fs/ext4/ext4.ko", modules + "fs/jbd2/jbd2.ko"),
                Stream.of(drivers).map(it -> modules + "drivers/" + it + ".ko"));
        return TestInitramfs.archive(256 << 10, files.toArray(String[]::new));
    }

    /** The header of a program for x86_64, and one segment that names its linker. */
    static String elf(String linker) {
        byte[] name = (linker + "\0").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer elf = ByteBuffer.allocate(120 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).putShort(18, (short) 62);
        elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) (linker.isEmpty() ? 0 : 1));
        elf.putInt(64, 3).putLong(72, 120).putLong(96, name.length);
        elf.position(120).put(name);
        return new String(elf.array(), StandardCharsets.ISO_8859_1);
    }

    /** GRUB's boot code for the first sector of a disk: what lies before the partition table, or before a filesystem. */
    public static byte[] bootCode() {
        return Arrays.copyOf(TestOutside.code("GRUB ", 0), BEHIND_THE_BOOT_CODE);
    }

    /** Puts those of the files onto a disk that are not there yet. */
    public static void write(TestTree tree, Path root) throws IOException {
        for (Map.Entry<String, TestTree.Node> entry : new TreeMap<>(tree.nodes()).entrySet()) {
            Path file = root.resolve(entry.getKey().substring(1));
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                write(entry.getValue(), file);
            }
        }
    }

    private static void write(TestTree.Node node, Path file) throws IOException {
        if (node.kind() == SystemFile.Kind.DIRECTORY) {
            Files.createDirectories(file);
        } else if (node.kind() == SystemFile.Kind.LINK) {
            Files.createSymbolicLink(file, Path.of(node.content()));
            return;
        } else {
            Files.writeString(file, node.content(), StandardCharsets.ISO_8859_1);
        }
        Files.setAttribute(file, "unix:mode", node.mode().bits());
    }
}
