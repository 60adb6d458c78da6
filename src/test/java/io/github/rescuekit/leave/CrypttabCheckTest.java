package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrypttabCheckTest {

    private static final String LUKS = "5e77e700-0006-4000-8000-000000000000";

    private final Server server = new Server().partition("/dev/vda6", "crypto_LUKS", LUKS);

    @Test
    void hasNothingToSayWhereNothingIsEncrypted() {
        assertThat(server.verdicts()).extracting(LeaveVerdict::check).doesNotContain("crypttab");
    }

    @Test
    void isHealthyWithTheDeviceAndItsKeyFile() {
        server.tree.file("/etc/keys/data.key", "secret");
        crypttab("data UUID=" + LUKS + " /etc/keys/data.key luks");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void cannotTellWhoGivesThePassphrase() {
        crypttab("data UUID=" + LUKS + " none luks");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().callsForAction()).isFalse();
    }

    @Test
    void suspectsADeviceThatIsGoneAndThatNothingElseNeeds() {
        crypttab("data UUID=" + Server.NOWHERE + " /dev/urandom luks");

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void failsWhenFstabNeedsWhatIsInADeviceThatIsGone() {
        server.fstabLine("/dev/mapper/data /srv ext4 defaults 0 2");
        crypttab("data UUID=" + Server.NOWHERE + " /dev/urandom luks");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence())
                .containsExactly("line 1, data: UUID=" + Server.NOWHERE + ": no device here has this UUID");
    }

    @Test
    void suspectsAKeyFileThatIsGone() {
        crypttab("data UUID=" + LUKS + " /etc/keys/data.key luks");

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().evidence()).containsExactly("line 1, data: there is no key file /etc/keys/data.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noauto", "nofail"})
    void passesOverWhatTheBootDoesNotOpen(String option) {
        crypttab("data UUID=" + Server.NOWHERE + " none luks," + option);

        assertThat(server.verdicts()).extracting(LeaveVerdict::check).doesNotContain("crypttab");
    }

    @Test
    void doesNotExpectATraceOfPlainEncryption() {
        crypttab("swap_crypt /dev/vda5 /dev/urandom swap,cipher=aes-xts-plain64");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().callsForAction()).isFalse();
    }

    private void crypttab(String line) {
        server.tree.file("/etc/crypttab", line + "\n");
    }

    private LeaveVerdict verdict() {
        return server.verdict("crypttab");
    }
}
