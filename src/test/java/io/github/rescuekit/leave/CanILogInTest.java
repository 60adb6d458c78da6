package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanILogInTest {

    private static final String KEYS = "/root/.ssh/authorized_keys";
    private static final String HASH = "$6$salt$hash";

    private final Server server = new Server();

    @Test
    void findsTheServerAndWhatStartsIt() {
        assertThat(server.verdict("ssh server").verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(server.verdict("ssh server").evidence())
                .containsExactly("/usr/sbin/sshd", "/etc/systemd/system/multi-user.target.wants/ssh.service");
    }

    @Test
    void failsWithoutAServer() {
        server.tree.remove("/usr/sbin/sshd");

        assertThat(server.verdict("ssh server").verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void failsWhenNothingStartsTheServer() {
        server.tree.remove("/etc/systemd/system/multi-user.target.wants/ssh.service");

        assertThat(server.verdict("ssh server").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(server.verdict("ssh server").summary()).isEqualTo("nothing starts /usr/sbin/sshd at boot");
    }

    @Test
    void takesASocketThatStartsTheServer() {
        server.tree
                .remove("/etc/systemd/system/multi-user.target.wants/ssh.service")
                .file(
                        "/usr/lib/systemd/system/ssh.socket",
                        "[Socket]\nListenStream=22\n[Install]\nWantedBy=sockets.target\n")
                .link("/etc/systemd/system/sockets.target.wants/ssh.socket", "/usr/lib/systemd/system/ssh.socket");

        assertThat(server.verdict("ssh server").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failsWhenEveryHostKeyIsOpenToOthers() {
        server.tree.mode("/etc/ssh/ssh_host_ed25519_key", 0_644);

        assertThat(server.verdict("host keys").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(server.verdict("host keys").evidence())
                .containsExactly("/etc/ssh/ssh_host_ed25519_key: mode 0644, 5 B");
    }

    @Test
    void failsWithoutHostKeysUnlessTheyAreMadeAtBoot() {
        server.tree.remove("/etc/ssh/ssh_host_ed25519_key");
        assertThat(server.verdict("host keys").verdict()).isEqualTo(Verdict.FAILED);

        server.tree.file("/usr/lib/systemd/system/sshd-keygen@.service", "[Service]\n");
        assertThat(server.verdict("host keys").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void looksAtTheHostKeysThatTheConfigurationNames() {
        configuration("HostKey /etc/ssh/gone_key");

        assertThat(server.verdict("host keys").verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void findsTheKeyOfRoot() {
        assertThat(accounts().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(accounts().summary()).isEqualTo("root by key (1)");
    }

    @Test
    void failsWhenNobodyHasAKeyOrAPassword() {
        server.tree.remove(KEYS);

        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(accounts().evidence()).containsExactly("root has no key", "root has no password");
    }

    @Test
    void knowsThatRootsPasswordIsNotTakenByDefault() {
        server.tree.remove(KEYS);
        password("root", HASH);
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);

        configuration("PermitRootLogin yes");
        assertThat(accounts().summary()).isEqualTo("root by password");
    }

    @Test
    void knowsThatTheDefaultOfOldSystemsWasAnother() {
        server.tree.remove(KEYS).file("/usr/lib/os-release", "ID=centos\nID_LIKE=rhel\nVERSION_ID=7\n");
        password("root", HASH);

        assertThat(accounts().summary()).isEqualTo("root by password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "*", "!!", "", "!$6$salt$hash"})
    void takesNoLockedPassword(String locked) {
        server.tree.remove(KEYS);
        configuration("PermitRootLogin yes");
        password("root", locked);

        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void readsTheFirstValueAlsoFromIncludedFiles() {
        server.tree.file("/etc/ssh/sshd_config.d/10-cloud.conf", "permitrootlogin no\n");
        configuration("Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes");

        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(accounts().evidence()).containsExactly("PermitRootLogin no keeps root out");
    }

    @Test
    void takesNoKeyFromAFileThatOthersMayWrite() {
        server.tree.mode("/root", 0_777);

        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(accounts().evidence())
                .first()
                .isEqualTo("sshd takes no key from " + KEYS + ": /root has mode 0777 and owner 0");

        configuration("StrictModes no");
        assertThat(accounts().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void takesNoKeyThatCloudInitClosed() {
        server.tree.file(
                KEYS, "no-pty,command=\"echo 'Please login as the user debian'\" ssh-ed25519 AAAAC3NzaC1lZDI1 admin\n");

        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void takesThoseWhoBecomeRootBySudo() {
        server.tree.remove(KEYS).file("/etc/group", "root:x:0:\nsudo:x:27:alice\n");
        person("alice");

        assertThat(accounts().summary()).isEqualTo("alice by password");
    }

    @Test
    void suspectsWhereOnlyCustomersComeIn() {
        server.tree.remove(KEYS);
        person("shopone");

        assertThat(accounts().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(accounts().evidence()).contains("shopone by password");
    }

    @Test
    void followsTheRulesOfNames() {
        configuration("AllowUsers alice bob*");
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);

        configuration("AllowUsers alice ro?t");
        assertThat(accounts().verdict()).isEqualTo(Verdict.HEALTHY);

        configuration("DenyUsers r*");
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void followsTheRulesOfGroups() {
        server.tree.file("/etc/group", "root:x:0:\nssh-users:x:1001:alice\n");
        configuration("AllowGroups ssh-users");
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(accounts().evidence())
                .containsExactly("AllowGroups ssh-users keeps root out, which is in the groups root");

        server.tree.file("/etc/group", "root:x:0:\nssh-users:x:1001:alice,root\n");
        assertThat(accounts().verdict()).isEqualTo(Verdict.HEALTHY);

        configuration("DenyGroups ssh-*");
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void cannotTellByRulesThatNeedMoreThanAName() {
        configuration("AllowUsers root@192.0.2.*");

        assertThat(accounts().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tellsAnotherPort() {
        assertThat(server.verdict("ssh server").summary()).isEqualTo("/usr/sbin/sshd is started at boot");

        configuration("Port 2222");
        assertThat(server.verdict("ssh server").summary())
                .isEqualTo("/usr/sbin/sshd is started at boot and listens on port 2222 (ssh -p 2222)");
    }

    @Test
    void cannotTellWhatARunningSystemAddsToTheFiles() {
        server.tree.remove(KEYS).file("/etc/nsswitch.conf", "passwd:         files sss\n");

        assertThat(accounts().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void takesAMatchBlockForWhatItIs() {
        configuration("Match User sftp\n  PermitRootLogin no\n  PubkeyAuthentication no");
        assertThat(accounts().verdict()).isEqualTo(Verdict.HEALTHY);

        server.tree.remove(KEYS);
        assertThat(accounts().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void namesTheRuleOfPamThatKeepsEverybodyOut() {
        pam("account required pam_gone.so\n");

        assertThat(server.verdict("pam").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(server.verdict("pam").next()).contains("rescuekit repair pam-faillock");
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(accounts().evidence())
                .containsExactly("PAM refuses everybody: /etc/pam.d/sshd:1: account required pam_gone.so"
                        + " (that module is not there)");

        pam("account required pam_unix.so\n");
        assertThat(server.verdict("pam").verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(accounts().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void followsTheTableOfPamAccess() {
        pam("account required pam_access.so\naccount required pam_unix.so\n");
        server.tree.file("/etc/security/access.conf", "-:root:ALL\n");
        assertThat(accounts().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(accounts().evidence())
                .containsExactly("pam_access keeps root out: /etc/security/access.conf:1: -:root:ALL");

        server.tree.file("/etc/security/access.conf", "-:root:ALL EXCEPT 192.0.2.0/24\n");
        assertThat(accounts().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tellsThatRootDoesNotGetInAtTheConsole() {
        pam("account required pam_unix.so\n");
        server.tree.file("/etc/pam.d/login", "auth required pam_securetty.so\n").file("/etc/securetty", "ttyS0\n");
        assertThat(server.verdict("pam").evidence())
                .containsExactly("root cannot log in at the console: /etc/securetty does not name tty1");

        server.tree.file("/etc/securetty", "console\ntty1\n");
        assertThat(server.verdict("pam").evidence()).noneMatch(it -> it.contains("console"));
    }

    private void pam(String rules) {
        for (String module : List.of("unix", "access", "securetty")) {
            server.tree.file("/usr/lib64/security/pam_" + module + ".so", "ELF");
        }
        server.tree.file("/etc/pam.d/sshd", rules);
    }

    @Test
    void suspectsTheFileThatKeepsAllButRootOut() {
        server.tree.file("/etc/nologin", "maintenance\n");

        assertThat(server.verdict("nologin").verdict()).isEqualTo(Verdict.SUSPECT);
    }

    private void configuration(String text) {
        server.tree.file("/etc/ssh/sshd_config", text + "\n");
    }

    private void password(String name, String hash) {
        server.tree.file("/etc/shadow", name + ":" + hash + ":20000:0:99999:7:::\n");
    }

    private void person(String name) {
        String passwd = server.tree.node("/etc/passwd").content();
        server.tree.file("/etc/passwd", passwd + name + ":x:1000:1000::/home/" + name + ":/bin/bash\n");
        password(name, HASH);
    }

    private LeaveVerdict accounts() {
        return server.verdict("accounts");
    }
}
