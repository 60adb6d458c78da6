package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.UnexpectedOutputException;
import org.junit.jupiter.api.Test;

class DumpE2fsTest {

    @Test
    void readsACleanFilesystem() {
        DumpE2fs.Superblock superblock = superblock("ext4-clean");

        assertThat(superblock.state()).isEqualTo("clean");
        assertThat(superblock.needsRecovery()).isFalse();
        assertThat(superblock.recordsErrors()).isFalse();
        assertThat(superblock.hasJournal()).isTrue();
        assertThat(superblock.label()).isEmpty();
        assertThat(superblock.lastMountedOn()).contains("/mnt");
        assertThat(superblock.size()).isEqualTo(Bytes.mib(32));
    }

    @Test
    void seesAJournalThatWasNotReplayedBehindTheStateClean() {
        DumpE2fs.Superblock superblock = superblock("ext4-dirty");

        assertThat(superblock.state()).isEqualTo("clean");
        assertThat(superblock.needsRecovery()).isTrue();
    }

    @Test
    void readsTheErrorsThatTheKernelMet() {
        DumpE2fs.Superblock superblock = superblock("ext4-errors");

        assertThat(superblock.recordsErrors()).isTrue();
        assertThat(superblock.errorCount()).isEqualTo(3);
        assertThat(superblock.lastError()).contains("in ext4_iget on Sat Jan  3 03:04:05 2026");
    }

    @Test
    void refusesWhatIsNoSuperblock() {
        assertThatThrownBy(() -> DumpE2fs.parse("dumpe2fs 1.47.0 (5-Feb-2023)\n"))
                .isInstanceOf(UnexpectedOutputException.class);
    }

    @Test
    void findsASuperblockOnlyWhereThereIsOne() {
        assertThat(DumpE2fs.find(1, Fixture.of("dumpe2fs/debian-12/ext4-clean").stdout()))
                .contains(superblock("ext4-clean"));
        assertThat(DumpE2fs.find(1, "dumpe2fs 1.47.0 (5-Feb-2023)\n")).isEmpty();
    }

    private static DumpE2fs.Superblock superblock(String name) {
        return DumpE2fs.parse(Fixture.of("dumpe2fs/debian-12/" + name).stdout());
    }
}
