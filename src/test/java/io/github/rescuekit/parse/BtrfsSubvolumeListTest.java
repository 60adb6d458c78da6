package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.model.UnexpectedOutputException;
import org.junit.jupiter.api.Test;

class BtrfsSubvolumeListTest {

    // btrfs-progs 6.2
    @Test
    void readsNamesWithBlanks() {
        assertThat(BtrfsSubvolumeList.parse("""
                ID 256 gen 7 top level 5 path @
                ID 258 gen 7 top level 5 path d/x y
                """)).containsExactly(new Subvolume(256, "@"), new Subvolume(258, "d/x y"));
    }

    @Test
    void readsTheTopAsTheDefault() {
        assertThat(BtrfsSubvolumeList.parse("ID 5 (FS_TREE)\n")).containsExactly(Subvolume.TOP);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> BtrfsSubvolumeList.parse("ID 256 path @\n"))
                .isInstanceOf(UnexpectedOutputException.class);
    }
}
