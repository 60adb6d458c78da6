package io.github.rescuekit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.leave.BootableTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar on a real filesystem that is damaged; on it a tree with the files of a Debian 12, not an installed one. */
class RecoveryIT {

    private static final String UUID = "1ab000f1-0001-4000-8000-000000000000";
    private static final String BLOCKED = "/etc/qemu/qemu-ga.conf";

    @TempDir
    private Path directory;

    @AfterEach
    void leavesNothingMounted() throws IOException {
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
                .noneMatch(line -> line.contains(directory.toString()) || line.contains("/run/rescuekit"));
    }

    @Test
    void repairsTheFilesystemAndThenTheFaultWithoutAQuestion() throws IOException {
        Path image = damagedServer();
        try (LoopImage disk = LoopImage.attach(image)) {
            Path report = directory.resolve("report.json");

            Result first = recover(disk, "fsck = preen\nrepair = guest-agent-freeze\nreport = " + report);

            assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
            assertThat(first.out()).contains("Result    recovered and verified");
            assertThat(JsonParser.parseString(Files.readString(report))
                            .getAsJsonObject()
                            .get("exitCode")
                            .getAsInt())
                    .isZero();
            assertThat(LoopImage.tryRun("e2fsck", "-fn", disk.device()).exitCode())
                    .isZero();
            assertThat(recover(disk, "repair = guest-agent-freeze").out())
                    .contains("guest-agent-freeze (block-freeze): nothing to do", "healthy; nothing was changed");
        }
        LoopImage.mounted(image, "ext4", root -> {
            assertThat(root.resolve(BLOCKED.substring(1))).content().contains("guest-fsfreeze-freeze");
            assertThat(root.resolve("var/lib/rescuekit")).isDirectory();
        });
    }

    @Test
    void letsAServerStartWhoseFstabAndMenuNameWhatIsNotThere() throws IOException {
        String uuid = "1ab000f1-0002-4000-8000-000000000000";
        Path image = damagedServer();
        LoopImage.mounted(image, "ext4", root -> {
            Files.createDirectory(root.resolve("data"));
            Path fstab = root.resolve("etc/fstab");
            Files.writeString(
                    fstab, Files.readString(fstab) + "UUID=0ffba5ed-0000-4000-8000-000000000000 /data ext3 rw 0 2\n");
            Path menu = root.resolve("boot/grub/grub.cfg");
            Files.writeString(menu, Files.readString(menu).replace("root=UUID=" + UUID, "root=/dev/loop0p3"));
        });
        Path other = LoopImage.formatted(directory, "ext3", 64, "-U", uuid);
        LoopImage.run("tune2fs", "-M", "/data", other.toString());

        try (LoopImage disk = LoopImage.attach(image);
                LoopImage data = LoopImage.attach(other)) {
            Result result = recover(
                    disk,
                    "fsck = preen\nrepair = fstab-missing-device\nrepair = boot-root-argument\nrepair = guest-agent-freeze");

            assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
            assertThat(data.blockDevice().uuid()).contains(uuid);
        }
        LoopImage.mounted(image, "ext4", root -> {
            assertThat(root.resolve("etc/fstab")).content().contains("UUID=" + uuid + " /data ext3 rw 0 2\n");
            assertThat(root.resolve("boot/grub/grub.cfg")).content().contains("root=UUID=" + UUID + " ro");
        });
    }

    @Test
    void findsASystemWhoseSuperblockIsGone() throws IOException {
        Path image = damagedServer();
        LoopImage.overwrite(image, 0, new byte[4096]);
        try (LoopImage disk = LoopImage.attach(image)) {
            String before = disk.sha256();

            Result planned = recover(disk, "fsck = preen", "--plan");
            assertThat(planned.exitCode()).as(planned.out() + planned.err()).isEqualTo(3);
            assertThat(planned.out()).contains(disk.device() + ": planned: e2fsck -f -y -b");
            assertThat(recover(disk, "repair = guest-agent-freeze").exitCode())
                    .as("a policy without fsck")
                    .isNotZero();
            assertThat(disk.sha256()).isEqualTo(before);

            Result result = recover(disk, "fsck = preen\nrepair = guest-agent-freeze");

            assertThat(result.out())
                    .as(result.out() + result.err())
                    .contains(disk.device() + ": repaired and verified", "guest-agent-freeze (block-freeze): repaired");
            assertThat(LoopImage.tryRun("e2fsck", "-fn", disk.device()).exitCode())
                    .isZero();
        }
    }

    @Test
    void keepsTheJournalOnAVarThatTheFstabNamesWrongly() throws IOException {
        String uuid = "1ab000f1-0003-4000-8000-000000000000";
        Path image = damagedServer();
        Path var = LoopImage.formatted(directory, "ext3", 64, "-U", uuid);
        LoopImage.mounted(image, "ext4", root -> {
            Files.writeString(
                    root.resolve("etc/fstab"),
                    "UUID=0ffba5ed-0000-4000-8000-000000000000 /var ext3 defaults 0 2\n",
                    StandardOpenOption.APPEND);
            LoopImage.mounted(var, "ext3", at -> LoopImage.run("cp", "-a", root.resolve("var") + "/.", at.toString()));
            LoopImage.run("rm", "-r", root.resolve("var").toString());
            Files.createDirectory(root.resolve("var"));
        });
        LoopImage.run("tune2fs", "-M", "/var", var.toString());

        try (LoopImage disk = LoopImage.attach(image);
                LoopImage second = LoopImage.attach(var)) {
            Result result = recover(disk, "fsck = preen\nrepair = fstab-missing-device\nrepair = guest-agent-freeze");

            assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
            assertThat(second.blockDevice().uuid()).contains(uuid);
        }
        LoopImage.mounted(image, "ext4", root -> {
            assertThat(root.resolve("etc/fstab")).content().contains("UUID=" + uuid + " /var ext3 defaults 0 2\n");
            assertThat(root.resolve("var")).isEmptyDirectory();
        });
        LoopImage.mounted(
                var, "ext3", at -> assertThat(at.resolve("lib/rescuekit")).isDirectory());
    }

    @Test
    void writesNothingIntoADamagedFilesystemThatThePolicyDoesNotMend() throws IOException {
        try (LoopImage disk = LoopImage.attach(damagedServer())) {
            String before = disk.sha256();

            Result result = recover(disk, "repair = guest-agent-freeze", "--json");

            JsonObject stopped = JsonParser.parseString(result.out())
                    .getAsJsonObject()
                    .getAsJsonObject("result")
                    .getAsJsonObject("stopped");
            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(stopped.get("guard").getAsString()).isEqualTo("damaged-filesystem");
            assertThat(stopped.get("next").getAsString()).contains("rescuekit fsck " + disk.device());
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @Test
    void plansWithoutWritingABlock() throws IOException {
        try (LoopImage disk = LoopImage.attach(damagedServer())) {
            String before = disk.sha256();

            Result result = recover(disk, "fsck = preen\nrepair = guest-agent-freeze", "--plan");

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.out())
                    .contains("planned: e2fsck -f -p", "- create " + BLOCKED, "planned; nothing was changed");
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    private Result recover(LoopImage disk, String policy, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("policy"), "system = " + disk.device() + "\n" + policy + "\n");
        return LoopImage.RUNNER.run(Command.of(
                        "bash",
                        "-c",
                        System.getProperty("java.home") + "/bin/java -jar target/rescuekit.jar recover --policy " + file
                                + " " + String.join(" ", options))
                .within(Duration.ofMinutes(5))
                .acceptingAny());
    }

    private Path damagedServer() throws IOException {
        Path image = LoopImage.formatted(directory, "ext4", 256, "-U", UUID);
        try (SystemTree tree = SystemTree.of("debian-12")) {
            tree.file("/etc/fstab", """
                    UUID=%s / ext4 defaults 0 1
                    /srv/data.img /srv/data ext4 loop,nofail 0 0
                    /home /srv/ftp none bind 0 0
                    """.replace("%s", UUID))
                    .file("/srv/data.img", "ext4")
                    .file("/srv/notes", "two names\n")
                    .directory("/home")
                    .directory("/srv/data")
                    .directory("/srv/ftp")
                    .elf("/usr/lib/systemd/systemd", 62)
                    .mode("/usr/lib/systemd/systemd", 0_755);
            LoopImage.mounted(image, "ext4", root -> {
                LoopImage.run("cp", "-a", tree.root() + "/.", root.toString());
                BootableTree.write(BootableTree.of(UUID), root);
            });
        }
        LoopImage.overwrite(image, 0, BootableTree.bootCode());
        LoopImage.run("debugfs", "-w", "-R", "sif /srv/notes links_count 7", image.toString());
        return image;
    }
}
