package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OsReleaseTest {

    @Test
    void readsEveryKindOfQuoting() {
        OsRelease release = OsRelease.parse("""
                # comment
                NAME="AlmaLinux"
                ID='almalinux'
                ID_LIKE="rhel centos fedora"
                VERSION_ID=9.4
                PRETTY_NAME="A \\"quoted\\" \\$name \\\\ \\`x\\`"
                """);

        assertThat(release.id()).isEqualTo("almalinux");
        assertThat(release.idLike()).containsExactly("rhel", "centos", "fedora");
        assertThat(release.versionId()).contains("9.4");
        assertThat(release.prettyName()).isEqualTo("A \"quoted\" $name \\ `x`");
    }

    @Test
    void saysLinuxWhenNothingIsTold() {
        OsRelease release = OsRelease.parse("export X=1\nID=\n=\nnonsense\n");

        assertThat(release.id()).isEqualTo("linux");
        assertThat(release.prettyName()).isEqualTo("Linux");
        assertThat(release.idLike()).isEmpty();
    }

    @Test
    void takesTheLastOfTwoAssignments() {
        assertThat(OsRelease.parse("ID=debian\nID=ubuntu\n").id()).isEqualTo("ubuntu");
    }

    @Test
    void readsFilesOfWindowsEditors() {
        assertThat(OsRelease.parse("ID=debian\r\nVERSION_ID=\"12\"\r\n").versionId())
                .contains("12");
    }
}
