package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;

class SelinuxCheckTest {

    private static final String POLICY = "/etc/selinux/targeted/policy/policy.33";

    private final Server server = new Server();

    @Test
    void hasNothingToSayWhereThereIsNoSelinux() {
        assertThat(server.verdicts()).extracting(LeaveVerdict::check).doesNotContain("SELinux");
    }

    @Test
    void isHealthyWithItsPolicy() {
        configuration("enforcing");
        server.tree.file(POLICY, "a policy");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().summary()).isEqualTo("enforcing");
    }

    @Test
    void tellsThatTheNextBootRelabels() {
        configuration("enforcing");
        server.tree.file(POLICY, "a policy").file("/.autorelabel", "");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().summary()).contains("relabels all files and reboots once more");
    }

    @Test
    void failsWhenThereIsNothingToEnforce() {
        configuration("enforcing");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void onlySuspectsWhereNothingIsEnforced() {
        configuration("permissive");

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void needsNoPolicyWhenItIsOff() {
        configuration("disabled");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private void configuration(String mode) {
        server.tree.file("/etc/selinux/config", "# the state\nSELINUX=" + mode + "\nSELINUXTYPE=targeted\n");
    }

    private LeaveVerdict verdict() {
        return server.verdict("SELinux");
    }
}
