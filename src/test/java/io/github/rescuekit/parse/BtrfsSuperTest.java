package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.UnexpectedOutputException;
import org.junit.jupiter.api.Test;

class BtrfsSuperTest {

    @Test
    void seesALogTreeThatWaits() {
        assertThat(superblock("super/debian-12/clean")).isEqualTo(new BtrfsSuper(false, 1));
        assertThat(superblock("super/debian-12/log")).isEqualTo(new BtrfsSuper(true, 1));
    }

    @Test
    void countsDevicesThatAreNotThere() {
        assertThat(superblock("super/debian-12/missing").devices()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoSuperblock() {
        assertThatThrownBy(() -> superblock("super-refused/debian-12/nothing"))
                .isInstanceOf(UnexpectedOutputException.class);
    }

    private static BtrfsSuper superblock(String name) {
        return BtrfsSuper.parse(Fixture.of("btrfs-" + name).stdout());
    }
}
