package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FstabCheckTest {

    private static final String STALE = "UUID=" + Server.NOWHERE + " /srv ext4 ";

    private final Server server = new Server();

    @Test
    void namesEachDeviceThatTheBootWaitsFor() {
        LeaveVerdict verdict = verdict();

        assertThat(verdict.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict.summary()).isEqualTo("all is here that the boot waits for: 3 lines");
        assertThat(verdict.evidence())
                .containsExactly(
                        "line 1, UUID=" + Server.ROOT + " on /: /dev/vda3",
                        "line 2, UUID=" + Server.VAR + " on /var: /dev/vda4",
                        "line 3, UUID=" + Server.SWAP + " on none: /dev/vda5");
    }

    @Test
    void failsWhereSystemdStopsForADeviceThatIsNotHere() {
        server.fstabLine(STALE + "defaults 0 2");

        LeaveVerdict verdict = verdict();

        assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict.summary()).isEqualTo("the boot stops at line 5 of /etc/fstab");
        assertThat(verdict.evidence())
                .containsExactly("line 5, UUID=" + Server.NOWHERE + " on /srv: no device here has this UUID;"
                        + " systemd waits 90 s, then stops in emergency mode");
        assertThat(verdict.next()).hasValueSatisfying(it -> assertThat(it).contains("nofail", "/mnt/etc/fstab"));
    }

    @Test
    void failsWhereNothingUnlocksWhatHoldsIt() {
        server.disks
                .disk("/dev/vdb")
                .partition("/dev/vdb1", "crypto_LUKS", "1b5e77e7-0001-4000-8000-000000000000", "")
                .layer(DeviceKind.CRYPT, "/dev/mapper/data", "ext4", Server.NOWHERE, "/dev/vdb1");
        server.fstabLine(STALE + "defaults 0 2");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence())
                .containsExactly("line 5, UUID=" + Server.NOWHERE + " on /srv: it lies in /dev/vdb1, which no line of"
                        + " /etc/crypttab unlocks; systemd waits 90 s, then stops in emergency mode");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nofail",
                "noauto",
                "noauto,x-systemd.automount",
                "x-systemd.automount",
                "comment=systemd.automount",
                "nobootwait",
                "_netdev"
            })
    void passesOverALineThatTheBootDoesNotWaitFor(String options) {
        server.fstabLine(STALE + options + " 0 2");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 defaults 0 2",
                "backup.example.net:/srv /srv nfs defaults 0 0",
                "/dev/proc /proc proc defaults 0 0",
                "/tmp /var/tmp none bind 0 0",
                "/usr/tmpDSK /tmp ext3 defaults,noauto 0 0"
            })
    void passesOverWhatIsNoDeviceOfThisServer(String line) {
        server.fstabLine(line);

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void onlySuspectsSwapThatIsNotHere() {
        server.fstabLine("UUID=" + Server.NOWHERE + " none swap sw 0 0");

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().evidence())
                .singleElement()
                .asString()
                .endsWith("no device here has this UUID; the boot waits for it, then goes on without");
    }

    @Test
    void failsWhenTheRootIsNamedWrongly() {
        server.fstab("UUID=" + Server.NOWHERE + " / ext4 errors=remount-ro 0 1");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).singleElement().asString().endsWith("; the root stays read-only");
    }

    @Test
    void failsWhenADeviceHoldsAnotherFilesystem() {
        server.fstab("UUID=" + Server.ROOT + " / ext4 defaults 0 1", "UUID=" + Server.VAR + " /var xfs defaults 0 2");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict().evidence()).singleElement().asString().contains("/dev/vda4 holds ext4, not xfs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "ext3", "xfs,ext4"})
    void takesEveryTypeThatMountTakes(String type) {
        server.fstab(
                "UUID=" + Server.ROOT + " / ext4 defaults 0 1", "UUID=" + Server.VAR + " /var " + type + " rw 0 2");

        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failsWhenALoopImageIsGoneThatIsMountedAtBoot() {
        server.fstabLine("/usr/tmpDSK /tmp ext3 loop,noexec 0 0");

        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);

        server.tree.file("/usr/tmpDSK", "an image");
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void cannotTellWhileSomethingEncryptedIsNotOpened() {
        server.partition("/dev/vda6", "crypto_LUKS", "5e77e700-0006-4000-8000-000000000000")
                .fstabLine("/dev/mapper/data /srv ext4 defaults 0 2");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict().evidence())
                .singleElement()
                .asString()
                .contains("/dev/vda6 holds crypto_LUKS, which is not opened here, and it may be in there");
    }

    @Test
    void cannotTellWhichOfTwoCopiesIsMeant() {
        String copied = "c0b1ed00-0000-4000-8000-000000000000";
        server.partition("/dev/vda6", "ext4", copied)
                .partition("/dev/vda7", "ext4", copied)
                .fstabLine("UUID=" + copied + " /srv ext4 defaults 0 2");

        assertThat(verdict().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tellsOfLinesThatNobodyUnderstands() {
        server.fstabLine("nonsense").fstabLine(STALE + "defaults 0 2");

        assertThat(verdict().evidence()).last().isEqualTo("line 5 is no line that mount(8) understands: nonsense");
    }

    @Test
    void onlySuspectsWhatTheScriptsOfSysvDoNotCheck() {
        server.tree
                .remove(BootableTree.SYSTEMD)
                .remove("/usr/sbin/init")
                .program("/usr/sbin/init", BootableTree.elf(BootableTree.LINKER))
                .file("/etc/inittab", "id:2:initdefault:\n");
        assertThat(server.view().system().init()).isEqualTo(InitSystem.SYSV);

        server.fstabLine(STALE + "defaults 0 0");
        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);

        server.fstabLine(STALE + "defaults 0 2");
        assertThat(verdict().verdict()).isEqualTo(Verdict.FAILED);
    }

    private LeaveVerdict verdict() {
        return server.verdict("fstab");
    }

    @Test
    void failsForWhatIsMountedAfterALineThatTheBootDoesWithout() {
        server.fstabLine(STALE + "nofail 0 2").fstabLine("tmpfs /srv/scratch tmpfs defaults 0 0");

        LeaveVerdict verdict = verdict();

        assertThat(verdict.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(verdict.summary()).isEqualTo("the boot stops at line 6 of /etc/fstab");
    }
}
