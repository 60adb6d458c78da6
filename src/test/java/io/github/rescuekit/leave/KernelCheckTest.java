package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;

class KernelCheckTest {

    private final Server server = new Server();

    @Test
    void findsTheKernelWithItsInitramfsAndModules() {
        LeaveVerdict verdict = verdict();

        assertThat(verdict.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict.evidence())
                .containsExactly(
                        Server.VMLINUZ + ": 2.0 MiB",
                        Server.INITRD + ": 6.0 MiB, cpio",
                        "/lib/modules/" + Server.KERNEL + "/modules.dep is there");
    }

    @Test
    void failsWithoutAKernel() {
        server.tree.remove(Server.VMLINUZ);

        assertFailed("there is no kernel");
    }

    @Test
    void failsWithAKernelThatWasCutOff() {
        server.tree.file(Server.VMLINUZ, "MZ");

        assertFailed(Server.KERNEL + " is not complete");
        assertThat(verdict().evidence()).first().isEqualTo(Server.VMLINUZ + ": 2 B");
    }

    @Test
    void failsWithoutAnInitramfs() {
        server.tree.remove(Server.INITRD);

        assertFailed(Server.KERNEL + " is not complete");
        assertThat(verdict().evidence()).first().isEqualTo("there is no initramfs for " + Server.KERNEL);
    }

    @Test
    void failsWithAnInitramfsThatAFullDiskLeftEmpty() {
        server.tree.file(Server.INITRD, "");

        assertThat(verdict().evidence())
                .first()
                .isEqualTo(Server.INITRD + ": 0 B, and it does not begin like an initramfs");
    }

    @Test
    void failsWithAnInitramfsOfZeros() {
        server.tree.file(Server.INITRD, "\0".repeat(6 << 20));

        assertFailed(Server.KERNEL + " is not complete");
    }

    @Test
    void failsWithoutModules() {
        server.tree.remove("/usr/lib/modules/" + Server.KERNEL + "/modules.dep");

        assertFailed(Server.KERNEL + " is not complete");
    }

    @Test
    void cannotTellWhenBootIsNotMounted() {
        server.partition("/dev/vda6", "ext4", "5e77e700-0006-4000-8000-000000000000")
                .fstabLine("UUID=5e77e700-0006-4000-8000-000000000000 /boot ext4 defaults 0 2")
                .notMounted("/boot", "the kernel finds it damaged, or of another kind");
        server.tree.remove("/boot");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().summary()).contains("/boot is not mounted here");
    }

    private void assertFailed(String summary) {
        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().summary()).isEqualTo(summary);
    }

    private LeaveVerdict verdict() {
        return server.verdict("kernel");
    }
}
