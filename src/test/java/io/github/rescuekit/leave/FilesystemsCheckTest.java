package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;

class FilesystemsCheckTest {

    private final Server server = new Server();

    @Test
    void isHealthyWhenAllCouldBeMounted() {
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().evidence()).hasSize(2);
    }

    @Test
    void suspectsWhatTheKernelRefused() {
        server.notMounted("/var", "the kernel finds it damaged, or of another kind");

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().evidence())
                .containsExactly("/dev/vda4 on /var: the kernel finds it damaged, or of another kind");
        assertThat(verdict().next()).contains("rescuekit check /dev/vda4");
    }

    @Test
    void cannotTellAboutATypeThatTheRescueDoesNotKnow() {
        server.fstabLine("UUID=5E77-E700 /boot/efi vfat umask=0077 0 1")
                .notMounted("/boot/efi", "/dev/vda2 could not be mounted as vfat: unknown filesystem type 'vfat'");
        server.tree.directory("/boot/efi");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().callsForAction()).isFalse();
    }

    @Test
    void passesOverAMountPointThatSystemdWillMake() {
        server.tree.remove("/var");
        server.notMounted("/var", "its mount point does not exist");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private LeaveVerdict verdict() {
        return server.verdict("filesystems");
    }
}
