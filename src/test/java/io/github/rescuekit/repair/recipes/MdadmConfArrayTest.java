package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MdadmConfArrayTest {

    private static final String CONF = "/etc/mdadm/mdadm.conf";
    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String MEMBER = "8961ae77-617e-81fa-5ad5-8c54e78a46ad";
    static final String UUID = "8961ae77:617e81fa:5ad58c54:e78a46ad";
    private static final String DATA_MEMBER = "da7ada7a-617e-81fa-5ad5-8c54e78a46ad";
    private static final String DATA = "da7ada7a:617e81fa:5ad58c54:e78a46ad";
    static final String STALE = "0ffba5ed:617e81fa:5ad58c54:e78a46ad";
    private static final String HEADER = "HOMEHOST <system>\n# ARRAY /dev/md9 UUID=" + STALE + "\n";
    private static final Step MAKE = new Step.RunProgram(
            "/usr/sbin/update-initramfs",
            List.of("-u", "-k", "6.1.0-37-amd64"),
            List.of("/boot/initrd.img-6.1.0-37-amd64*", "/var/lib/initramfs-tools"),
            List.of(),
            Duration.ofMinutes(30));

    private final StartingServer server = new StartingServer();
    private final MdadmConfArray recipe = new MdadmConfArray();

    MdadmConfArrayTest() {
        onArrays(server).tree.file("/usr/sbin/update-initramfs", "");
    }

    /** Root and /var lie on arrays instead, which mdadm.conf knows. */
    static StartingServer onArrays(StartingServer server) {
        server.disks = new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "vfat", "5E77-E700", "")
                .partition("/dev/vda2", "linux_raid_member", MEMBER, "server:0")
                .partition("/dev/vda3", "linux_raid_member", DATA_MEMBER, "server:1")
                .partition("/dev/vda4", "swap", StartingServer.SWAP, "")
                .layer(DeviceKind.RAID, "/dev/md127", "ext4", StartingServer.ROOT, "/dev/vda2")
                .layer(DeviceKind.RAID, "/dev/md126", "ext4", StartingServer.VAR, "/dev/vda3");
        server.rootDevice = "/dev/md127";
        conf(server, line("/dev/md/0", UUID), line("/dev/md/1", DATA));
        return server;
    }

    private static String line(String device, String uuid) {
        return "ARRAY " + device + "  metadata=1.2 UUID=" + uuid + " name=server:" + device.charAt(device.length() - 1);
    }

    private void conf(String... lines) {
        conf(server, lines);
    }

    private static void conf(StartingServer server, String... lines) {
        server.tree.file(CONF, HEADER + String.join("\n", lines) + "\n");
    }

    private void rootIsCalled(String node) {
        server.replace(GRUB_CFG, "root=UUID=" + StartingServer.ROOT, "root=" + node);
        server.replace(StartingServer.FSTAB, "UUID=" + StartingServer.ROOT, node);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        rootIsCalled("/dev/md0");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(recipe.unknowns(server.system())).isEmpty();
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void findsAnotherUuidThanThatOfTheRoot() {
        rootIsCalled("/dev/md0");
        conf(line("/dev/md/0", STALE), line("/dev/md/1", DATA));

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "mdadm-conf-array",
                        Severity.CRITICAL,
                        "The boot does not find the array that line 3 of /etc/mdadm/mdadm.conf means under /dev/md/0",
                        List.of(
                                "line 3 of /etc/mdadm/mdadm.conf: /dev/md/0 has UUID=" + STALE + " and name=server:0",
                                "the array /dev/md127 has UUID=" + UUID + " and the name server:0",
                                "/etc/fstab line 2 calls it /dev/md0",
                                "/boot/grub/grub.cfg line 6, root=, calls it /dev/md0"),
                        Optional.of("mdadm-conf-array")));
    }

    @Test
    void correctsTheUuidAndNothingElse() {
        rootIsCalled("/dev/md0");
        conf(line("/dev/md/0", STALE), line("/dev/md/1", DATA));
        String before = server.text(CONF);

        assertThat(plan().steps())
                .containsExactly(
                        new Step.ReplaceFile(
                                CONF,
                                FileText.of(before),
                                FileText.of(HEADER + line("/dev/md/0", UUID) + "\n" + line("/dev/md/1", DATA) + "\n")),
                        MAKE);
        assertThat(plan().warnings()).containsExactly(NewInitramfs.WARNING);
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void correctsALineThatGoesOnOverSeveral() {
        conf("ARRAY /dev/md/0", "   metadata=1.2", "   UUID=" + STALE + " # since 2019", line("/dev/md/1", DATA));

        assertThat(server.repaired(recipe, Choice.DEFAULT, CONF))
                .isEqualTo(HEADER + "ARRAY /dev/md/0\n   metadata=1.2\n   UUID=" + UUID + " # since 2019\n"
                        + line("/dev/md/1", DATA) + "\n");
    }

    @Test
    void correctsTheLineOfDataThatIsNamedLikeItsArray() {
        conf(line("/dev/md/0", UUID), line("/dev/md/1", STALE));

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.WARNING));
        assertThat(server.repaired(recipe, Choice.DEFAULT, CONF)).endsWith(line("/dev/md/1", DATA) + "\n");
    }

    @Test
    void correctsANameThatNoSuperblockHas() {
        conf(line("/dev/md/0", UUID).replace("server:0", "rescue:0"), line("/dev/md/1", DATA));

        assertThat(server.repaired(recipe, Choice.DEFAULT, CONF))
                .isEqualTo(HEADER + line("/dev/md/0", UUID) + "\n" + line("/dev/md/1", DATA) + "\n");
    }

    @Test
    void givesTheArrayTheNodeThatTheBootLooksFor() {
        rootIsCalled("/dev/md2");

        assertThat(recipe.diagnose(server.system()))
                .singleElement()
                .satisfies(it -> assertThat(it.title())
                        .isEqualTo("The boot looks for /dev/md2, and line 3 of /etc/mdadm/mdadm.conf calls that array"
                                + " /dev/md/0"));
        assertThat(server.repaired(recipe, Choice.DEFAULT, CONF))
                .contains("ARRAY /dev/md2  metadata=1.2 UUID=" + UUID + " name=server:0\n");
    }

    @Test
    void takesNoNodeThatIsAnotherArrays() {
        rootIsCalled("/dev/md1");

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void readsThePlaceOfOtherDistributions() {
        server.tree.remove(CONF).file("/etc/mdadm.conf", "arr md0 uuid=" + STALE + "\n");

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/etc/mdadm.conf")).isEqualTo("arr md0 uuid=" + UUID + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/md/backup", "/dev/md7"})
    void leavesTheLineOfAnArrayThatIsNotHere(String device) {
        conf(line("/dev/md/0", UUID), line("/dev/md/1", DATA), "ARRAY " + device + " UUID=" + STALE);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void guessesNotWhichLineMeansAnArrayWithoutAnyName() {
        conf("ARRAY /dev/md/one UUID=" + STALE);

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void guessesNotBetweenTwoLinesOfOneName() {
        conf("ARRAY /dev/md0 UUID=" + STALE, "ARRAY /dev/md/0 UUID=" + STALE.replace("0ff", "1ff"));

        assertThat(recipe.diagnose(server.system())).isEmpty();
    }

    @Test
    void needsNoLineAtAll() {
        server.tree.remove(CONF);

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void saysThatTheInitramfsIsToBeMadeWhereNoToolIs() {
        server.tree.remove("/usr/sbin/update-initramfs");
        conf(line("/dev/md/0", STALE));

        assertThat(plan().steps()).hasSize(1);
        assertThat(plan().warnings()).containsExactly(NewInitramfs.byHand(CONF));
    }

    private Plan plan() {
        return recipe.plan(server.system(), Choice.DEFAULT);
    }
}
