package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.Distribution.Family;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionsTest {

    @ParameterizedTest
    @CsvSource({
        "debian-12,    debian,        DEBIAN, 12,     Debian GNU/Linux 12 (bookworm)",
        "ubuntu-22.04, ubuntu,        DEBIAN, 22.04,  Ubuntu 22.04.4 LTS",
        "centos-6,     centos,        RHEL,   6.10,   CentOS release 6.10 (Final)",
        "centos-7,     centos,        RHEL,   7,      CentOS Linux 7 (Core)",
        "almalinux-8,  almalinux,     RHEL,   8.10,   AlmaLinux 8.10 (Cerulean Leopard)",
        "almalinux-9,  almalinux,     RHEL,   9.4,    AlmaLinux 9.4 (Seafoam Ocelot)",
        "opensuse-15,  opensuse-leap, SUSE,   15.5,   openSUSE Leap 15.5",
        "alpine-3.19,  alpine,        ALPINE, 3.19.1, Alpine Linux v3.19"
    })
    void readsTheFilesOfEachDistribution(String tree, String id, Family family, String version, String name) {
        try (SystemTree system = SystemTree.of(tree)) {
            assertThat(Distributions.find(system.files()))
                    .contains(new Distribution(id, family, Optional.of(version), name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "etc/redhat-release, CloudLinux Server release 6.10 (Yevgeny Leonov), cloudlinux, RHEL, 6.10",
        "etc/redhat-release, Red Hat Enterprise Linux Server release 5.11 (Tikanga), rhel, RHEL, 5.11",
        "etc/alpine-release, 3.2.3, alpine, ALPINE, 3.2.3",
        "etc/debian_version, 5.0.10, debian, DEBIAN, 5.0.10"
    })
    void knowsSystemsThatAreOlderThanOsRelease(String file, String text, String id, Family family, String version) {
        try (SystemTree system = SystemTree.empty().file(file, text + "\n")) {
            assertThat(Distributions.find(system.files())).hasValueSatisfying(it -> {
                assertThat(it.id()).isEqualTo(id);
                assertThat(it.family()).isEqualTo(family);
                assertThat(it.version()).contains(version);
            });
        }
    }

    @Test
    void readsTheVersionAndServicePackOfAnOldSles() {
        String text = "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n";
        try (SystemTree system = SystemTree.empty().file("etc/SuSE-release", text)) {
            assertThat(Distributions.find(system.files()))
                    .contains(new Distribution(
                            "sles", Family.SUSE, Optional.of("11.4"), "SUSE Linux Enterprise Server 11 (x86_64)"));
        }
    }

    @Test
    void takesAnOldUbuntuForWhatItIsAndNotForADebian() {
        String text = "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\nDISTRIB_DESCRIPTION=\"Ubuntu 10.04.4 LTS\"\n";
        try (SystemTree system =
                SystemTree.empty().file("etc/lsb-release", text).file("etc/debian_version", "squeeze/sid\n")) {
            assertThat(Distributions.find(system.files()))
                    .contains(new Distribution("ubuntu", Family.DEBIAN, Optional.of("10.04"), "Ubuntu 10.04.4 LTS"));
        }
    }

    @Test
    void findsTheFamilyOfAnUnknownDerivativeByWhatItIsLike() {
        try (SystemTree system =
                SystemTree.empty().file("etc/os-release", "ID=newlinux\nNAME=New\nID_LIKE=\"other ubuntu debian\"\n")) {
            assertThat(Distributions.find(system.files()))
                    .map(Distribution::family)
                    .contains(Family.DEBIAN);
        }
    }

    @Test
    void goesOnWhenAFileSaysNothing() {
        try (SystemTree system = SystemTree.empty()
                .file("etc/os-release", "")
                .file("etc/redhat-release", "\n")
                .file("etc/debian_version", "12.5\n")) {
            assertThat(Distributions.find(system.files())).map(Distribution::id).contains("debian");
        }
    }

    @Test
    void findsNoneWhereNoneIsNamed() {
        try (SystemTree system = SystemTree.empty().directory("etc")) {
            assertThat(Distributions.find(system.files())).isEmpty();
        }
    }
}
