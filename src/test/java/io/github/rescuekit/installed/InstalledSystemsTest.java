package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledSystemsTest {

    @ParameterizedTest
    @CsvSource({
        "debian-12,    SYSTEMD, server1,           2, 6.1.0-27-amd64",
        "ubuntu-22.04, SYSTEMD, ubuntu-server,     1, 5.15.0-119-generic",
        "centos-6,     UPSTART, old.example.com,   1, 2.6.32-754.35.1.el6.x86_64",
        "centos-7,     SYSTEMD, cp1.example.com,   2, 3.10.0-1160.el7.x86_64",
        "almalinux-8,  SYSTEMD, alma8.example.com, 1, 4.18.0-553.el8_10.x86_64",
        "almalinux-9,  SYSTEMD, alma9.example.com, 1, 5.14.0-427.13.1.el9_4.x86_64",
        "opensuse-15,  SYSTEMD, suse1,             1, 5.14.21-150500.55.52-default",
        "alpine-3.19,  OPENRC,  alpine1,           1, lts"
    })
    void readsWhatIdentifiesASystem(String name, InitSystem init, String hostname, int kernels, String newest) {
        try (SystemTree tree = SystemTree.of(name)) {
            InstalledSystem system = tree.system();

            assertThat(system.init()).isEqualTo(init);
            assertThat(system.hostname()).contains(hostname);
            assertThat(system.kernels()).hasSize(kernels);
            assertThat(system.kernels().get(0).release()).isEqualTo(newest);
            assertThat(system.kernels().get(0).initramfs()).isPresent();
            assertThat(system.kernels().get(0).hasModules()).isTrue();
            assertThat(system.fstab().entryFor("/")).isPresent();
            assertThat(system.incomplete()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"home/etc/passwd", "etc/fstab", "usr/lib/os-release", "lost+found/x"})
    void takesNoOtherFilesystemForARoot(String file) {
        try (SystemTree tree = SystemTree.empty().file(file, "x")) {
            assertThat(InstalledSystems.at(tree.files(), SystemTree.NO_MACHINE, Optional.empty(), List.of()))
                    .isEmpty();
        }
    }

    @Test
    void keepsTheSystemWhenOneFileCannotBeRead() {
        try (SystemTree tree = SystemTree.of("debian-12").bytes("etc/fstab", new byte[(16 << 20) + 1])) {
            InstalledSystem system = tree.system();

            assertThat(system.hostname()).contains("server1");
            assertThat(system.fstab().entries()).isEmpty();
            assertThat(system.incomplete()).singleElement().asString().contains("/etc/fstab");
        }
    }

    @Test
    void readsAnFstabOfTenMegabytes() {
        String line = "/dev/sdx1 /data ext4 defaults 0 0\n";
        try (SystemTree tree = SystemTree.of("debian-12").file("etc/fstab", line.repeat((10 << 20) / line.length()))) {
            assertThat(tree.system().fstab().malformed())
                    .singleElement()
                    .satisfies(it -> assertThat(it.text()).contains("the rest is not read"));
        }
    }

    @Test
    void saysSoWhenNothingNamesTheDistribution() {
        try (SystemTree tree = SystemTree.of("debian-12")
                .remove("etc/os-release")
                .remove("usr/lib/os-release")
                .remove("etc/debian_version")) {
            assertThat(tree.system().distribution().name()).isEqualTo("Linux of an unknown distribution");
        }
    }

    @Test
    void readsTheArchitectureFromTheSystemsOwnShell() {
        try (SystemTree tree = SystemTree.of("debian-12").elf("usr/bin/dash", 183)) {
            assertThat(tree.system().architecture()).contains("aarch64");
        }
    }
}
