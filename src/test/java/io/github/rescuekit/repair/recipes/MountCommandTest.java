package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountCommandTest {

    @Test
    void readsLoopsAndBinds() {
        assertThat(MountCommand.in("/bin/mount -t ext4 -o loop,noexec /srv/img /mnt/img"))
                .containsExactly(new MountCommand("/srv/img", "/mnt/img", "ext4", List.of("loop", "noexec")));
        assertThat(MountCommand.in("  mount --bind /home /srv/home  # for ftp"))
                .containsExactly(new MountCommand("/home", "/srv/home", "auto", List.of("bind")));
        assertThat(MountCommand.in("-/usr/bin/mount -obind,ro \"/home\" '/srv/home'"))
                .containsExactly(new MountCommand("/home", "/srv/home", "auto", List.of("bind", "ro")));
        assertThat(MountCommand.in("mount --options=loop -r a b"))
                .containsExactly(new MountCommand("a", "b", "auto", List.of("loop", "ro")));
    }

    @Test
    void readsSeveralCommandsOfALine() {
        assertThat(MountCommand.in("if ! mount -B a b; then mount -R c d && echo; fi"))
                .containsExactly(
                        new MountCommand("a", "b", "auto", List.of("bind")),
                        new MountCommand("c", "d", "auto", List.of("rbind")));
        assertThat(MountCommand.in("/bin/sh -c 'mount -o bind a b'"))
                .containsExactly(new MountCommand("a", "b", "auto", List.of("bind")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# mount -o loop /srv/img /mnt",
                "umount /mnt",
                "mountpoint -q /mnt",
                "mount -a",
                "mount /mnt",
                "mount -o loop $IMAGE /mnt",
                "echo mount -o loop a b",
                "mount -o"
            })
    void findsNothingInOtherLines(String line) {
        assertThat(MountCommand.in(line)).isEmpty();
    }
}
