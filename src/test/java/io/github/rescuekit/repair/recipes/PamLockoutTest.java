package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PamLockoutTest {

    private static final String AUTH = "/etc/pam.d/common-auth";
    private static final String ACCOUNT = "/etc/pam.d/common-account";
    private static final String FAILLOCK_CONF = "/etc/security/faillock.conf";
    private static final String ACCESS = "/etc/security/access.conf";
    private static final String TALLY = "/var/lib/faillock/root";

    private final PamLockout recipe = new PamLockout();
    private final TestTree tree = withPam(BootableTree.of(StartingServer.ROOT));

    /** The files of libpam-runtime 1.5.2 and openssh-server 9.2 of Debian 12, as far as auth and account go. */
    static TestTree withPam(TestTree tree) {
        for (String module : List.of("unix", "deny", "permit", "nologin", "cap", "access", "faillock", "loginuid")) {
            tree.file("/usr/lib/x86_64-linux-gnu/security/pam_" + module + ".so", "ELF");
        }
        return tree.file("/etc/pam.d/sshd", """
                        # Standard Un*x authentication.
                        @include common-auth
                        account    required     pam_nologin.so
                        @include common-account
                        session    required     pam_loginuid.so
                        """).file(AUTH, """
                        auth	[success=1 default=ignore]	pam_unix.so nullok
                        auth	requisite			pam_deny.so
                        auth	required			pam_permit.so
                        auth	optional			pam_cap.so
                        """).file(ACCOUNT, """
                        account	[success=1 new_authtok_reqd=done default=ignore]	pam_unix.so
                        account	requisite			pam_deny.so
                        account	required			pam_permit.so
                        """);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree))).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void resetsTheCountThatKeepsRootOutForever() {
        tree.file("/etc/ssh/sshd_config", "UsePAM yes\nPermitRootLogin yes\n");
        passwordOfRoot();
        addFirst(AUTH, "auth required pam_faillock.so preauth");
        tree.file(
                FAILLOCK_CONF,
                "# even_deny_root\neven_deny_root\ndeny = 4\nunlock_time = never\ndir=/var/lib/faillock\n");
        wrongPasswords(TALLY, 4);

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "pam-faillock",
                        Severity.WARNING,
                        "After wrong passwords PAM takes no password any more of root",
                        List.of("root: 4 wrong passwords are kept in " + TALLY + ", and no time ends the lock"),
                        Optional.of("pam-faillock")));
        assertThat(steps()).containsExactly(new Step.RemoveFile(TALLY));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void callsALockCriticalWhenNobodyElseBecomesRoot() {
        tree.remove("/root/.ssh").file("/etc/ssh/sshd_config", "UsePAM yes\nPermitRootLogin yes\n");
        passwordOfRoot();
        addFirst(
                AUTH, "auth required pam_faillock.so preauth dir=/var/lib/faillock unlock_time=600 root_unlock_time=0");
        wrongPasswords(TALLY, 3);

        assertThat(diagnose()).extracting(Finding::severity).containsExactly(Severity.CRITICAL);
    }

    // By faillock.conf(5): the count of /run ends with the boot, root is spared, time ends a lock, too few are no lock.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "even_deny_root unlock_time=never",
                "dir=/var/run/faillock even_deny_root unlock_time=never",
                "dir=/var/lib/faillock unlock_time=never",
                "dir=/var/lib/faillock even_deny_root",
                "dir=/var/lib/faillock even_deny_root root_unlock_time=60 unlock_time=never",
                "dir=/var/lib/faillock even_deny_root unlock_time=never deny=5",
                "dir=/var/lib/faillock even_deny_root unlock_time=never fail_interval=5",
            })
    void findsNothingInALockThatEndsByItself(String words) {
        addFirst(AUTH, "auth required pam_faillock.so preauth " + words);
        tree.link("/var/run", "/run");
        wrongPasswords(TALLY, 4);
        wrongPasswords("/run/faillock/root", 4);

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    // EL 6 and 7: one file for all, a record for each number.
    @Test
    void putsTheCountOfPamTally2Aside() {
        addFirst(AUTH, "auth required pam_tally2.so deny=5 even_deny_root");
        tree.file("/usr/lib/x86_64-linux-gnu/security/pam_tally2.so", "ELF");
        binary("/var/log/tallylog", record((short) 5, 1_764_375_000L));

        assertThat(steps())
                .containsExactly(new Step.RenameFile("/var/log/tallylog", "/var/log/tallylog.before-rescuekit"));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);

        binary("/var/log/tallylog", record((short) 4, 1_764_375_000L));
        assertThat(diagnose()).isEmpty();
    }

    @Test
    void makesACommentOfARuleWhoseModuleIsMissing() {
        addFirst(AUTH, "auth required pam_google_authenticator.so");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "pam-faillock",
                        Severity.WARNING,
                        "No password opens an account: PAM calls a module that is not there",
                        List.of(AUTH + ":1: auth required pam_google_authenticator.so"),
                        Optional.of("pam-faillock")));
        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);
        assertThat(repaired.text(AUTH).map(FileText::text).orElseThrow())
                .startsWith("# rescuekit: auth required pam_google_authenticator.so\nauth\t[success=1");
    }

    @Test
    void knowsThatAMissingModuleOfAccountsKeepsKeysOutAsWell() {
        addFirst(ACCOUNT, "account required pam_tally2.so");

        assertThat(diagnose()).extracting(Finding::severity).containsExactly(Severity.CRITICAL);
        assertThat(diagnose()).extracting(Finding::title).first().asString().startsWith("Nobody gets in");
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    // pam.conf(5): a minus, optional and sufficient take a missing module; what is jumped over is not called.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-auth required pam_gone.so",
                "auth optional pam_gone.so",
                "auth sufficient pam_gone.so",
                "auth [success=1 default=ignore] pam_gone.so",
                "password required pam_gone.so",
                "auth sufficient pam_unix.so\nauth required pam_gone.so",
                "auth [success=1 default=ignore] pam_unix.so\nauth required pam_gone.so",
                "#auth required pam_gone.so",
            })
    void findsNothingInARuleThatKeepsNobodyOut(String rule) {
        addFirst(AUTH, rule);

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void repairsNothingWhenTheModulesOfPamItselfAreMissing() {
        tree.remove("/usr/lib/x86_64-linux-gnu/security/pam_unix.so")
                .remove("/usr/lib/x86_64-linux-gnu/security/pam_deny.so");

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.evidence()).contains(AUTH + ":2: auth requisite pam_deny.so");
            assertThat(it.recipe()).isEmpty();
        });
        assertThat(steps()).isEmpty();
    }

    @Test
    void namesTheRuleThatIncludesAMissingFile() {
        tree.remove(ACCOUNT);

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.evidence()).containsExactly("/etc/pam.d/sshd:4: @include common-account");
            assertThat(it.recipe()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-:ALL EXCEPT wheel:ALL", "+ : alice : ALL\n- : ALL : ALL", "-:root:ALL EXCEPT LOCAL"})
    void letsRootInBeforeATableThatKeepsEverybodyOut(String table) {
        addFirst(ACCOUNT, "account required pam_access.so");
        tree.file(ACCESS, "# a comment\n" + table + "\n").file("/etc/group", "wheel:x:10:\n");

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(it.title()).isEqualTo("pam_access keeps everybody out who can become root");
            assertThat(it.evidence()).singleElement().asString().startsWith(ACCESS + ":");
        });
        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);
        assertThat(repaired.text(ACCESS).map(FileText::text).orElseThrow())
                .isEqualTo("+:root:ALL\n# a comment\n" + table + "\n");
    }

    // Somebody gets in, by name, by group or from an address; and a table that nobody asks keeps nobody out.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "account required pam_access.so | -:ALL EXCEPT root:ALL",
                "account required pam_access.so | -:ALL EXCEPT (wheel):ALL",
                "account required pam_access.so | -:ALL:LOCAL",
                "account required pam_access.so | -:ALL:ALL EXCEPT 203.0.113.0/24",
                "account required pam_access.so | # -:ALL:ALL",
                "#account required pam_access.so | -:ALL:ALL",
            })
    void findsNothingInATableThatLeavesAnAdministrator(String rule, String table) {
        addFirst(ACCOUNT, rule);
        tree.file(ACCESS, table + "\n").file("/etc/group", "wheel:x:10:root\n");

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsNothingWhereSshdDoesNotAskPam() {
        tree.file("/etc/ssh/sshd_config", "UsePAM no\n");
        addFirst(ACCOUNT, "account required pam_gone.so");

        assertThat(diagnose()).isEmpty();
    }

    // EL keeps the rules in files that a tool made; a link leads to each.
    @Test
    void followsSubstackAndLinkToTheFileThatIsWritten() {
        tree.file("/etc/pam.d/sshd", "auth substack password-auth\naccount include password-auth\n")
                .link("/etc/pam.d/password-auth", "/etc/authselect/password-auth")
                .file("/etc/authselect/password-auth", """
                        auth        required                                     pam_env.so
                        auth        sufficient                                   pam_unix.so nullok
                        auth        required                                     pam_deny.so
                        account     required                                     pam_gone.so
                        account     required                                     pam_unix.so
                        """)
                .file("/usr/lib64/security/pam_env.so", "ELF");

        assertThat(steps())
                .singleElement()
                .satisfies(it -> assertThat(it.path()).isEqualTo("/etc/authselect/password-auth"));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    private void addFirst(String path, String line) {
        tree.file(path, line + "\n" + tree.node(path).content());
    }

    private void passwordOfRoot() {
        tree.file("/etc/shadow", "root:$6$salt$hash:20000:0:99999:7:::\n");
    }

    private void wrongPasswords(String path, int count) {
        byte[][] records = new byte[count + 1][];
        for (int i = 0; i < count; i++) {
            records[i] = record((short) 3, 1_764_375_000L + 10L * i);
        }
        // One that was right in between is kept, and does not count.
        records[count] = record((short) 0, 1_764_375_000L);
        binary(path, records);
    }

    // As 'faillock --dir' of Debian 12 reads it: 52 bytes of source, 2 reserved, 2 of status or count, 8 of time.
    private static byte[] record(short number, long time) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("203.0.113.7".getBytes(StandardCharsets.ISO_8859_1))
                .putShort(54, number)
                .putLong(56, time)
                .array();
    }

    private void binary(String path, byte[]... records) {
        StringBuilder content = new StringBuilder();
        for (byte[] record : records) {
            content.append(new String(record, StandardCharsets.ISO_8859_1));
        }
        tree.put(path, new TestTree.Node(SystemFile.Kind.REGULAR, new FileMode(0_600), content.toString()));
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps() {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }
}
