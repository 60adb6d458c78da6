package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.UnitState.Enablement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemdUnitsTest {

    private static final String AGENT = "qemu-guest-agent.service";
    private static final String WANTED = "[Service]\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\n";
    // The unit of Debian 12 ends like this.
    private static final String STATIC = "[Service]\nExecStart=-/usr/sbin/qemu-ga\n\n[Install]\n";
    private static final String RULE = """
            SUBSYSTEM=="virtio-ports", ATTR{name}=="org.qemu.guest_agent.0", \\
              TAG+="systemd" ENV{SYSTEMD_WANTS}="qemu-guest-agent.service"
            """;

    private final SystemTree tree = SystemTree.empty().link("lib", "usr/lib").directory("usr/lib/systemd/system");

    @AfterEach
    void remove() {
        tree.close();
    }

    @Test
    void findsAUnitThatIsMissing() {
        assertThat(state().enablement()).isEqualTo(Enablement.MISSING);
        assertThat(state().mayStart()).isFalse();
    }

    @Test
    void findsAnEnabledUnitWithTheLinkThatEnablesIt() {
        tree.file("usr/lib/systemd/system/" + AGENT, WANTED)
                .link("etc/systemd/system/multi-user.target.wants/" + AGENT, "/lib/systemd/system/" + AGENT);

        assertThat(state().enablement()).isEqualTo(Enablement.ENABLED);
        assertThat(state().file()).contains("/usr/lib/systemd/system/" + AGENT);
        assertThat(state().links()).containsExactly("/etc/systemd/system/multi-user.target.wants/" + AGENT);
        assertThat(state().mayStart()).isTrue();
    }

    @Test
    void findsADisabledUnit() {
        tree.file("usr/lib/systemd/system/" + AGENT, WANTED);

        assertThat(state().enablement()).isEqualTo(Enablement.DISABLED);
        assertThat(state().mayStart()).isFalse();
    }

    @Test
    void findsTheUdevRuleThatStartsAStaticUnit() {
        tree.file("usr/lib/systemd/system/" + AGENT, STATIC)
                .file("usr/lib/udev/rules.d/60-qemu-guest-agent.rules", RULE);

        assertThat(state().enablement()).isEqualTo(Enablement.STATIC);
        assertThat(state().activators()).containsExactly("/usr/lib/udev/rules.d/60-qemu-guest-agent.rules");
        assertThat(state().mayStart()).isTrue();
    }

    @Test
    void findsThatDisabledDoesNotMeanOff() {
        tree.file("usr/lib/systemd/system/" + AGENT, WANTED)
                .file("usr/lib/udev/rules.d/99-qemu-guest-agent.rules", RULE);

        assertThat(state().enablement()).isEqualTo(Enablement.DISABLED);
        assertThat(state().mayStart()).isTrue();
    }

    @Test
    void leavesOutAUdevRuleThatAnEmptyFileHides() {
        tree.file("usr/lib/systemd/system/" + AGENT, STATIC)
                .file("usr/lib/udev/rules.d/60-qemu-guest-agent.rules", RULE)
                .file("etc/udev/rules.d/60-qemu-guest-agent.rules", "");

        assertThat(state().activators()).isEmpty();
    }

    @Test
    void findsAUnitMaskedByALinkToNull() {
        tree.file("usr/lib/systemd/system/" + AGENT, WANTED)
                .link("etc/systemd/system/multi-user.target.wants/" + AGENT, "/lib/systemd/system/" + AGENT)
                .link("etc/systemd/system/" + AGENT, "/dev/null");

        assertThat(state().enablement()).isEqualTo(Enablement.MASKED);
        assertThat(state().file()).contains("/etc/systemd/system/" + AGENT);
        assertThat(state().mayStart()).isFalse();
    }

    @Test
    void findsAUnitMaskedInOtherWays() {
        tree.link("etc/systemd/system/" + AGENT, "../../../dev/null");
        assertThat(state().enablement()).isEqualTo(Enablement.MASKED);

        tree.remove("etc/systemd/system/" + AGENT).file("etc/systemd/system/" + AGENT, "");
        assertThat(state().enablement()).isEqualTo(Enablement.MASKED);
    }

    @Test
    void takesTheUnitInEtcBeforeTheDistributions() {
        tree.file("usr/lib/systemd/system/" + AGENT, WANTED).file("etc/systemd/system/" + AGENT, STATIC);

        assertThat(state().file()).contains("/etc/systemd/system/" + AGENT);
        assertThat(state().enablement()).isEqualTo(Enablement.STATIC);
    }

    @Test
    void passesOverALinkThatLeadsNowhere() {
        tree.file("usr/lib/systemd/system/" + AGENT, WANTED).link("etc/systemd/system/" + AGENT, "/opt/gone/" + AGENT);

        assertThat(state().file()).contains("/usr/lib/systemd/system/" + AGENT);
    }

    @Test
    void ignoresWhatLiesUnderRun() {
        tree.link("run/systemd/system/" + AGENT, "/dev/null").file("usr/lib/systemd/system/" + AGENT, WANTED);

        assertThat(state().enablement()).isEqualTo(Enablement.DISABLED);
    }

    @Test
    void findsTheInstanceOfATemplate() {
        tree.file("usr/lib/systemd/system/getty@.service", WANTED)
                .link("etc/systemd/system/getty.target.wants/getty@tty1.service", "/lib/systemd/system/getty@.service");

        UnitState getty = SystemdUnits.state(tree.files(), "getty@tty1.service");
        assertThat(getty.enablement()).isEqualTo(Enablement.ENABLED);
        assertThat(getty.file()).contains("/usr/lib/systemd/system/getty@.service");
    }

    @Test
    void findsTheTimerThatStartsAService() {
        tree.file("usr/lib/systemd/system/backup.service", "[Service]\nExecStart=/bin/true\n")
                .file("usr/lib/systemd/system/backup.timer", WANTED);
        assertThat(SystemdUnits.state(tree.files(), "backup.service").mayStart())
                .isFalse();

        tree.link("etc/systemd/system/timers.target.wants/backup.timer", "/lib/systemd/system/backup.timer");
        assertThat(SystemdUnits.state(tree.files(), "backup.service").activators())
                .containsExactly("backup.timer");
    }

    @Test
    void findsAnAliasAndABusName() {
        tree.file("usr/lib/systemd/system/resolver.service", "[Install]\nAlias=dbus-resolve1.service\n")
                .link("etc/systemd/system/dbus-resolve1.service", "/lib/systemd/system/resolver.service")
                .file(
                        "usr/share/dbus-1/system-services/resolve1.service",
                        "[D-BUS Service]\nName=resolve1\nSystemdService=resolver.service\n");

        UnitState resolver = SystemdUnits.state(tree.files(), "resolver.service");
        assertThat(resolver.enablement()).isEqualTo(Enablement.ENABLED);
        assertThat(resolver.links()).containsExactly("/etc/systemd/system/dbus-resolve1.service");
        assertThat(resolver.activators()).containsExactly("/usr/share/dbus-1/system-services/resolve1.service");
    }

    @Test
    void countsAVendorLinkAsStarting() {
        tree.file("usr/lib/systemd/system/udevd.service", "[Service]\nExecStart=/bin/true\n")
                .link("usr/lib/systemd/system/sysinit.target.wants/udevd.service", "../udevd.service");

        UnitState udevd = SystemdUnits.state(tree.files(), "udevd.service");
        assertThat(udevd.enablement()).isEqualTo(Enablement.STATIC);
        assertThat(udevd.mayStart()).isTrue();
    }

    private UnitState state() {
        return SystemdUnits.state(tree.files(), AGENT);
    }
}
