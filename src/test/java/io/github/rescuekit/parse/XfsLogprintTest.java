package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import org.junit.jupiter.api.Test;

class XfsLogprintTest {

    @Test
    void tellsACleanLogFromADirtyOne() {
        assertThat(log("clean")).isEqualTo(XfsLogprint.Log.CLEAN);
        assertThat(log("dirty")).isEqualTo(XfsLogprint.Log.DIRTY);
    }

    @Test
    void doesNotTakeAnUnreadableLogForClean() {
        assertThat(log("no-superblock")).isEqualTo(XfsLogprint.Log.UNREADABLE);
        assertThat(XfsLogprint.parse("")).isEqualTo(XfsLogprint.Log.UNREADABLE);
    }

    private static XfsLogprint.Log log(String name) {
        return XfsLogprint.parse(Fixture.of("xfs_logprint/debian-12/" + name).stdout());
    }
}
