package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes the chain, link by link, and what only looks like it. */
class FreezeChainTest {

    private static final String MASKED = "/etc/systemd/system/qemu-guest-agent.service";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debian-12",
                "ubuntu-22.04",
                "centos-6",
                "centos-7",
                "almalinux-8",
                "almalinux-9",
                "almalinux-9.2",
                "opensuse-15",
                "alpine-3.19"
            })
    void findsALoopAndALaterBindInFstabOnEveryFamily(String distribution) {
        assertThat(loops(LoopTree.on(distribution))).containsExactly("/srv/data.img on /srv/data");
        assertThat(chain(TestTree.of(distribution))).isEmpty();
    }

    @Test
    void saysWhichLinesItWasReadFrom() {
        assertThat(chain(LoopTree.on("alpine-3.19")).orElseThrow().evidence())
                .containsExactly(
                        "/etc/fstab line 4: /srv/data.img on /srv/data is a loop mount; its file lies on the filesystem of /",
                        "/etc/fstab line 5: /home on /srv/ftp is a bind mount of the same filesystem, and may come later");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/data.img /srv/data ext4 defaults 0 0",
                "/srv/data.img /srv/data ext4 loop=/dev/loop3,rw 0 0",
                "/srv/data.img /srv/data auto noauto,x-systemd.automount,loop 0 0",
                "UUID=1f2e3d4c-0009-4000-8000-000000000009 /srv/data ext4 loop 0 0"
            })
    void knowsALoopMountHoweverItIsWritten(String line) {
        assertThat(loops(debian(line + "\n" + LoopTree.BIND))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/data.img /srv/data ext4 loop,ro 0 0",
                "/srv/data.img /srv/data squashfs loop 0 0",
                "/srv/data.img /srv/data iso9660 loop 0 0",
                "/srv/data.img /srv/data ext4 noauto,loop 0 0",
                "/srv/data.img none swap sw 0 0",
                "/dev/vdb1 /srv/data ext4 defaults 0 0",
                "#/srv/data.img /srv/data ext4 loop 0 0",
                "tmpfs /srv/data tmpfs defaults 0 0"
            })
    void passesOverWhatIsNoWritableLoopMount(String line) {
        assertThat(chain(debian(line + "\n" + LoopTree.BIND))).isEmpty();
    }

    @Test
    void passesOverALoopWithoutABind() {
        assertThat(chain(debian(LoopTree.LOOP))).isEmpty();
    }

    @Test
    void passesOverABindWithoutALoop() {
        assertThat(chain(debian(LoopTree.BIND))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The bound directory lies on another filesystem than the image.
                "/dev/vdb1 /home ext4 defaults 0 0\n/home /srv/ftp none bind 0 0",
                // It lies on the loop itself, which is frozen first and without harm.
                "/srv/data/pub /srv/ftp none bind 0 0",
                "/home /srv/ftp none bind,noauto 0 0",
                "tmpfs /home tmpfs defaults 0 0\n/home /srv/ftp none bind 0 0"
            })
    void passesOverABindOfAnotherFilesystem(String bind) {
        assertThat(chain(debian(LoopTree.LOOP + bind + "\n"))).isEmpty();
    }

    @Test
    void followsABindToTheFilesystemThatItShows() {
        String lines = "/home/images /srv/images none bind 0 0\n/srv/images/a.img /mnt/a ext4 loop 0 0\n";

        assertThat(chain(debian(lines + "/dev/vdb1 /home ext4 defaults 0 0\n"))).isEmpty();
        assertThat(loops(debian(lines + "/dev/vdb1 /home ext4 defaults 0 0\n/home/x /srv/x none bind 0 0\n")))
                .containsExactly("/srv/images/a.img on /mnt/a");
    }

    // "mount -a" goes down the file; systemd mounts at the same time what does not wait for each other.
    @ParameterizedTest
    @CsvSource({"alpine-3.19, false", "debian-12, true"})
    void knowsInWhichOrderFstabIsMounted(String distribution, boolean dangerous) {
        TestTree tree = LoopTree.with(TestTree.of(distribution), LoopTree.BIND + LoopTree.LOOP);

        assertThat(chain(tree).isPresent()).isEqualTo(dangerous);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/data.img /srv/data ext4 loop,x-systemd.requires-mounts-for=/srv/ftp 0 0",
                "/srv/data.img /srv/data ext4 loop,x-systemd.after=/srv/ftp 0 0",
                "/srv/data.img /srv/ftp/data ext4 loop 0 0",
            })
    void knowsThatALoopWaitsForTheBind(String loop) {
        assertThat(chain(debian(loop + "\n" + LoopTree.BIND))).isEmpty();
    }

    @Test
    void findsMountsOfUnitsAndScripts() {
        TestTree units = TestTree.of("debian-12")
                .file("/srv/data.img", "ext4")
                .file(
                        "/etc/systemd/system/srv-data.mount",
                        "[Mount]\nWhat=/srv/data.img\nWhere=/srv/data\nOptions=loop\n")
                .link("/etc/systemd/system/multi-user.target.wants/srv-data.mount", "../srv-data.mount");
        assertThat(chain(new TestTree(units))).isEmpty();

        TestTree script = new TestTree(units).program("/etc/rc.local", "#!/bin/sh\nmount --bind /home /srv/ftp\n");
        assertThat(chain(script).orElseThrow().evidence())
                .containsExactly(
                        "/etc/systemd/system/srv-data.mount: /srv/data.img on /srv/data is a loop mount; its file lies on"
                                + " the filesystem of /",
                        "/etc/rc.local: /home on /srv/ftp is a bind mount of the same filesystem, and may come later");
        assertThat(chain(script.mode("/etc/rc.local", 0644))).isEmpty();

        TestTree service = new TestTree(units)
                .file("/etc/systemd/system/jail.service", "[Service]\nExecStart=/bin/mount --bind /home /srv/ftp\n")
                .link("/etc/systemd/system/multi-user.target.wants/jail.service", "../jail.service");
        assertThat(chain(service)).isPresent();
        assertThat(chain(service.remove("/etc/systemd/system/multi-user.target.wants/jail.service")))
                .isEmpty();
    }

    @Test
    void findsALoopThatAScriptMountsAfterABindOnlyWhenAnotherBindFollows() {
        TestTree tree = LoopTree.with(TestTree.of("debian-12"), LoopTree.BIND)
                .program("/etc/rc.local", "#!/bin/sh\nmount -o loop /srv/data.img /srv/data\n");

        assertThat(chain(tree)).isEmpty();
        assertThat(chain(tree.file("/usr/share/cagefs-skeleton/x", ""))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/cagefs/x, /etc/cagefs is there: CloudLinux CageFS binds",
        "/opt/sentinelone/x, /opt/sentinelone is there: the SentinelOne agent adds bind mounts"
    })
    void knowsProgramsThatBindLater(String file, String evidence) {
        FreezeChain chain = chain(debian(LoopTree.LOOP).file(file, "")).orElseThrow();

        assertThat(chain.evidence()).anyMatch(it -> it.startsWith(evidence));
    }

    @Test
    void knowsAChrootedNameServer() {
        TestTree tree = debian(LoopTree.LOOP)
                .file("/usr/lib/systemd/system/named-chroot.service", "[Install]\nWantedBy=multi-user.target\n");

        assertThat(chain(tree)).isEmpty();
        tree.link("/etc/systemd/system/multi-user.target.wants/named-chroot.service", "/usr/lib/systemd/system/x");
        assertThat(chain(tree)).isPresent();
    }

    @Test
    void needsNoBindForAnAgentThatFreezesInTheOrderOfMounting() {
        FreezeChain chain =
                chain(LoopTree.with(TestTree.of("centos-6"), LoopTree.LOOP)).orElseThrow();

        assertThat(chain.evidence()).contains("this agent freezes / before /srv/data: the loop mount alone is enough");
    }

    @ParameterizedTest
    @CsvSource({"debian-12, 10.0.0 (Debian 1:10.0.0+ds-2), false", "debian-12, 9.2.0 (Debian 1:9.2.0+ds-5), true"})
    void passesOverAnAgentThatSkipsBinds(String distribution, String version, boolean dangerous) {
        TestTree tree = LoopTree.on(distribution).file("/usr/sbin/qemu-ga", "QEMU Guest Agent " + version + "\n");

        assertThat(chain(tree).isPresent()).isEqualTo(dangerous);
    }

    @Test
    void passesOverTheBackportedFixOfRedHat96() {
        TestTree tree = LoopTree.on("almalinux-9")
                .file("/usr/bin/qemu-ga", "QEMU Guest Agent 9.1.0 (qemu-kvm-9.1.0-15.el9)\n")
                .file("/usr/lib/os-release", "ID=almalinux\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=9.6\n");

        assertThat(chain(tree)).isEmpty();
        assertThat(chain(tree.file("/usr/lib/os-release", "ID=almalinux\nID_LIKE=\"rhel\"\nVERSION_ID=9.5\n")))
                .isPresent();
    }

    @Test
    void readsTheVersionFromThePackageWhenTheProgramDoesNotTell() {
        TestTree tree = LoopTree.on("debian-12").file("/usr/sbin/qemu-ga", "ELF");

        assertThat(chain(tree).orElseThrow().agent().evidence())
                .contains("/usr/sbin/qemu-ga has version 1:7.2+dfsg-7+deb12u18+b3");
        tree.file(
                "/var/lib/dpkg/status",
                "Package: qemu-guest-agent\nStatus: install ok installed\nVersion: 1:10.0.2+ds-1\n");
        assertThat(chain(tree)).isEmpty();
    }

    @Test
    void keepsTheFindingAndSaysSoWhenTheVersionIsUnknown() {
        TestTree tree =
                LoopTree.on("debian-12").file("/usr/sbin/qemu-ga", "ELF").remove("/var/lib/dpkg/status");

        assertThat(chain(tree).orElseThrow().agent().evidence())
                .contains("/usr/sbin/qemu-ga: its version is unknown, so it counts as one that hangs");
    }

    @Test
    void passesOverAnAgentThatNothingStarts() {
        assertThat(chain(LoopTree.on("debian-12").link(MASKED, "/dev/null"))).isEmpty();
        assertThat(chain(LoopTree.on("debian-12").remove("/usr/lib/udev/rules.d/60-qemu-guest-agent.rules")))
                .isEmpty();
        assertThat(chain(LoopTree.on("debian-12").remove("/usr/sbin/qemu-ga"))).isEmpty();
        assertThat(chain(LoopTree.on("alpine-3.19").remove("/etc/runlevels/default/qemu-guest-agent")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "debian-12, /etc/qemu/qemu-ga.conf, '[general]\nblock-rpcs=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n', false",
        "debian-12, /etc/qemu/qemu-ga.conf, '[general]\nblacklist=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n', false",
        "debian-12, /etc/qemu/qemu-ga.conf, '[general]\nblock-rpcs=guest-fsfreeze-freeze\n', true",
        "debian-12, /etc/qemu/qemu-ga.conf, '[general]\nblock-rpcs=guest-fsfreeze-freeze;guest-fsfreeze-freeze-list\n', true",
        "debian-12, /etc/qemu/qemu-ga.conf, '[General]\nblock-rpcs=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n', true",
        "debian-12, /etc/qemu/qemu-ga.conf, '[general]\nblock-rpc=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n', true",
        "ubuntu-22.04, /etc/qemu/qemu-ga.conf, '[general]\nblock-rpcs=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\n', true",
        "debian-12, /etc/default/qemu-guest-agent, 'DAEMON_ARGS=\"-b guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\"', true",
        "almalinux-8, /etc/sysconfig/qemu-ga, 'BLACKLIST_RPC=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list', false",
        "almalinux-8, /etc/sysconfig/qemu-ga, 'BLOCK_RPCS=guest-fsfreeze-freeze,guest-fsfreeze-freeze-list', true",
        "almalinux-9, /etc/sysconfig/qemu-ga, 'FILTER_RPC_ARGS=\"--allow-rpcs=guest-ping,guest-info\"', false",
        "almalinux-9, /etc/sysconfig/qemu-ga, 'FILTER_RPC_ARGS=\"-b guest-fsfreeze-freeze,guest-fsfreeze-freeze-list\"', true"
    })
    void believesOnlyABlockThatTheAgentReads(String distribution, String path, String text, boolean dangerous) {
        assertThat(chain(LoopTree.on(distribution).file(path, text)).isPresent())
                .isEqualTo(dangerous);
    }

    @Test
    void addsUpTheListsOfCommandAndConfiguration() {
        TestTree tree = LoopTree.on("debian-12")
                .file("/etc/qemu/qemu-ga.conf", "[general]\nblock-rpcs=guest-fsfreeze-freeze\n")
                .file(
                        "/etc/systemd/system/qemu-guest-agent.service.d/local.conf",
                        "[Service]\nExecStart=\nExecStart=/usr/sbin/qemu-ga -b guest-fsfreeze-freeze-list\n");

        assertThat(chain(tree)).isEmpty();
    }

    private static List<String> loops(TestTree tree) {
        return chain(tree).orElseThrow().loops().stream()
                .map(loop -> loop.source() + " on " + loop.mountPoint())
                .map(loop -> loop.replace("UUID=1f2e3d4c-0009-4000-8000-000000000009", "/srv/data.img"))
                .toList();
    }

    private static TestTree debian(String lines) {
        return LoopTree.with(TestTree.of("debian-12"), lines);
    }

    private static Optional<FreezeChain> chain(TestTree tree) {
        return FreezeChain.of(TestRepair.system(tree));
    }
}
