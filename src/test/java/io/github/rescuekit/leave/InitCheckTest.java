package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;

class InitCheckTest {

    private final Server server = new Server();

    @Test
    void followsInitToTheProgramAndItsLinker() {
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().summary()).isEqualTo("/sbin/init is " + BootableTree.SYSTEMD);
        assertThat(verdict().evidence()).last().isEqualTo("loaded by " + BootableTree.LINKER);
    }

    @Test
    void failsWithoutInit() {
        server.tree.remove("/usr/sbin/init");

        assertFailed("there is no /sbin/init");
    }

    @Test
    void failsWhenInitLeadsNowhere() {
        server.tree.remove(BootableTree.SYSTEMD);

        assertFailed("/sbin/init is a link to ../lib/systemd/systemd");
    }

    @Test
    void failsWhenTheLinkOfTheLibrariesIsGone() {
        server.tree.remove("/lib64");

        assertFailed(BootableTree.SYSTEMD + " is loaded by " + BootableTree.LINKER + ", which is not there");
    }

    @Test
    void failsWithAProgramThatIsEmptyOrOfZeros() {
        server.tree.program(BootableTree.SYSTEMD, "");
        assertFailed(BootableTree.SYSTEMD + " is no program: 0 B");

        server.tree.program(BootableTree.SYSTEMD, "\0".repeat(4096));
        assertFailed(BootableTree.SYSTEMD + " does not begin like a program");
    }

    @Test
    void failsWithAProgramThatNobodyMayStart() {
        server.tree.mode(BootableTree.SYSTEMD, 0_644);

        assertFailed(BootableTree.SYSTEMD + " is not executable: mode 0644");
    }

    @Test
    void takesAScriptAndAStaticProgram() {
        server.tree.program(BootableTree.SYSTEMD, "#!/bin/sh\n");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);

        server.tree.program(BootableTree.SYSTEMD, BootableTree.elf("")).remove("/lib64");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void takesTheInitOfTheKernelsCommandLine() {
        String cfg = server.tree.node(BootableTree.GRUB_CFG).content();
        server.tree.file(BootableTree.GRUB_CFG, cfg.replace(" ro ", " ro init=/sbin/other "));

        assertFailed("there is no /sbin/other");
    }

    private void assertFailed(String evidence) {
        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).containsExactly(evidence);
    }

    private LeaveVerdict verdict() {
        return server.verdict("init");
    }
}
