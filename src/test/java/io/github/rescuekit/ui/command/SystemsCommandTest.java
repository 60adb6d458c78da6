package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.diagnose.TreeMounter;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.Toolkits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemsCommandTest {

    private static final String DEBIAN_ROOT = "1f2e3d4c-0001-4000-8000-000000000001";

    private final TestDisks disks = new TestDisks();
    private final TreeMounter mounter = new TreeMounter();
    private final SilentOperator operator = new SilentOperator();

    @AfterEach
    void nothingStaysMounted() {
        assertThat(mounter.open()).isZero();
        mounter.close();
    }

    @Test
    void listsSystemsLookAlikesAndTheRest() {
        disks.disk("/dev/sda")
                .partition("/dev/sda1", "ext4", DEBIAN_ROOT, "root")
                .partition("/dev/sda2", "ext4")
                .partition("/dev/sda3", "crypto_LUKS");
        SystemTree copy = SystemTree.of("debian-12");
        SystemTree system = SystemTree.of("debian-12")
                .file("srv/chroot/build/etc/passwd", "")
                .directory("srv/chroot/build/usr")
                .remove("etc/machine-id");
        mounter.put("/dev/sda1", system).put("/dev/sda2", copy);

        assertThat(run("systems")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).isEqualTo("""
                        One installed system:

                          1  /dev/sda1  Debian GNU/Linux 12 (bookworm)  server1
                             - UUID 1f2e3d4c-0001-4000-8000-000000000001
                             - kernel 6.1.0-27-amd64 with initramfs and modules
                             - / in fstab is this filesystem
                             - init is systemd
                             - no machine-id
                             - firmware unknown

                        Roots that are no system of their own:
                             /dev/sda2 copy of a system: its fstab says that / is
                               UUID=1f2e3d4c-0001-4000-8000-000000000001, which is /dev/sda1
                             /dev/sda1 /srv/chroot/build root of a chroot (schroot)

                        Without a system:
                             /dev/sda3  encrypted (crypto_LUKS): unlock it, then look again

                        Next: rescuekit survey /dev/sda1
                        Level: look, nothing was written to any disk
                        """);
    }

    @Test
    void findsNone() {
        disks.disk("/dev/sda").partition("/dev/sda1", "LVM2_member");

        assertThat(run("systems")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("No installed system was found.")
                .contains("/dev/sda1  physical volume of LVM: not assembled");
    }

    @Test
    void refusesADeviceThatIsNotThere() {
        assertThat(run("systems", "/dev/sdz")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString()).contains("there is no block device /dev/sdz");
    }

    @Test
    void answersInJson() {
        disks.disk("/dev/sda").partition("/dev/sda1", "ext4", DEBIAN_ROOT, "").partition("/dev/sda2", "swap");
        mounter.put("/dev/sda1", SystemTree.of("debian-12"));

        run("systems", "--json");

        JsonObject result = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result");
        JsonObject system = result.getAsJsonArray("systems").get(0).getAsJsonObject();
        assertThat(system.get("machineId").getAsString()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(system.getAsJsonArray("reasons")).hasSize(4);
        assertThat(system.getAsJsonArray("kernels")).hasSize(2);
        assertThat(result.getAsJsonArray("withoutSystem")).hasSize(1);
    }

    private ExitCode run(String... words) {
        return VerbRunner.here(Toolkits.on(disks.machine(), mounter), operator).run(List.of(words));
    }
}
