package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.diagnose.TreeMounter;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import io.github.rescuekit.repair.recipes.InitramfsRecipe;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.ui.Toolkits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SurveyCommandTest {

    private static final String DEBIAN_ROOT = "1f2e3d4c-0001-4000-8000-000000000001";
    private static final String SWAP = "1f2e3d4c-0002-4000-8000-000000000002";
    private static final String ALMA_ROOT = "9f2e3d4c-0001-4000-8000-000000000001";

    private final TestDisks disks = new TestDisks();
    private final TreeMounter mounter = new TreeMounter();
    private final SilentOperator operator = new SilentOperator();

    @AfterEach
    void nothingStaysMounted() {
        assertThat(mounter.open()).isZero();
        mounter.close();
    }

    @Test
    void showsAHealthyServerOnOneScreen() throws Exception {
        oneServer();

        assertThat(run("survey")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString().replaceAll("(?m) +$", "")).isEqualTo("""
                        Machine   QEMU Standard PC, 2 x AMD EPYC Processor, 4.0 GiB RAM, rescue started
                                  by BIOS
                        Disks     /dev/vda             10.0 GiB  this rescue system, never touched
                                  /dev/vdb             10.0 GiB  gpt
                                    vdb1               10.0 GiB  BIOS boot
                                    vdb2               10.0 GiB  ext4     "cloudimg-rootfs"    /
                                    vdb3               10.0 GiB  swap
                        System    Debian GNU/Linux 12 (bookworm), server1, on /dev/vdb2
                                  kernel 6.1.0-27-amd64, x86_64, boots by BIOS, last used 2025-03-06
                                  02:11 UTC
                        Findings  none of the known faults
                        Next      rescuekit mount /dev/vdb2              its files, read-only
                                  rescuekit leave                        will it boot? then unmount
                        Level     look: nothing was written to any disk
                        """);
    }

    @Test
    void fitsATerminalOfTwentyFourLines() throws Exception {
        oneServer();

        run("survey");

        assertThat(operator.out.toString().lines()).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 80);
    }

    @Test
    void tellsWhatItLeavesOut() throws Exception {
        oneServer();
        Recipes recipes = new Recipes(List.of(new InitramfsRecipe(TestInitramfs.virtual())));

        VerbRunner.here(Toolkits.on(disks.machine(), mounter, recipes), operator)
                .run(List.of("survey"));

        assertThat(operator.out.toString())
                .contains("Left out  what lies in the initramfs; 'rescuekit diagnose' looks at it");
    }

    @Test
    void choosesNothingAmongSeveralSystems() {
        twoSystems();

        assertThat(run("survey")).isEqualTo(ExitCode.PERSON_NEEDED);
        assertThat(operator.out.toString())
                .contains("/dev/sda1  Debian GNU/Linux 12 (bookworm)  server1")
                .contains("Nothing is chosen for you")
                .contains("rescuekit survey /dev/sda2")
                .doesNotContain("Findings");
    }

    @Test
    void surveysTheSystemThatIsNamed() {
        twoSystems();

        assertThat(run("survey", "alma9.example.com")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("System    AlmaLinux 9.4 (Seafoam Ocelot), alma9.example.com, on /dev/sda2")
                .contains("Findings  none of the known faults");
    }

    @Test
    void saysThatThereIsNoSystem() {
        disks.disk("/dev/sda").partition("/dev/sda1", "crypto_LUKS");

        assertThat(run("survey")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("No installed system was found")
                .contains("rescuekit systems");
    }

    @Test
    void refusesASystemThatNobodyKnows() {
        twoSystems();

        assertThat(run("survey", "web9")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString())
                .contains("no system is known as 'web9'")
                .contains("Next: choose from: /dev/sda1");
    }

    @Test
    void answersInJson() {
        twoSystems();

        run("survey", "--json", "/dev/sda2");

        JsonObject result = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result");
        assertThat(result.get("system").getAsString()).isEqualTo("/dev/sda2");
        assertThat(result.getAsJsonObject("machine").get("threads").getAsInt()).isEqualTo(2);
        assertThat(result.getAsJsonArray("findings")).isEmpty();
        assertThat(result.getAsJsonArray("systems")
                        .get(0)
                        .getAsJsonObject()
                        .get("hostname")
                        .getAsString())
                .isEqualTo("alma9.example.com");
    }

    @Test
    void showsHostileNamesHarmlessly() {
        disks.disk("/dev/sda").partition("/dev/sda1", "ext4", DEBIAN_ROOT, "\u001b[2J\u202elabel");
        mounter.put("/dev/sda1", SystemTree.of("debian-12").file("etc/hostname", "\u001b]0;owned\u0007\n"));

        run("survey");

        assertThat(operator.out
                        .toString()
                        .chars()
                        .filter(c -> c < ' ' && c != '\n')
                        .count())
                .isZero();
        assertThat(operator.out.toString()).contains("\\x1b]0;owned\\x07").contains("\\u202elabel");
    }

    private void oneServer() throws Exception {
        disks.disk("/dev/vda")
                .partition("/dev/vda1", "ext4")
                .running("/dev/vda1")
                .disk("/dev/vdb");
        disks.partitionOfType("/dev/vdb1", PartitionEntry.BIOS_BOOT)
                .partition("/dev/vdb2", "ext4", DEBIAN_ROOT, "cloudimg-rootfs")
                .partition("/dev/vdb3", "swap", SWAP, "");
        SystemTree tree = SystemTree.of("debian-12").elf("usr/bin/dash", 62).file("var/log/wtmp", "");
        Path wtmp = tree.root().resolve("var/log/wtmp");
        Files.setLastModifiedTime(wtmp, FileTime.from(Instant.parse("2025-03-06T02:11:42Z")));
        mounter.put("/dev/vdb2", tree);
    }

    private void twoSystems() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", DEBIAN_ROOT, "")
                .partition("/dev/sda2", "ext4", ALMA_ROOT, "");
        mounter.put("/dev/sda1", SystemTree.of("debian-12")).put("/dev/sda2", SystemTree.of("almalinux-9"));
    }

    private ExitCode run(String... words) {
        return VerbRunner.here(Toolkits.on(disks.machine(), mounter), operator).run(List.of(words));
    }
}
