package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.UnexpectedOutputException;
import org.junit.jupiter.api.Test;

class LsattrTest {

    @Test
    void readsTheLettersThatAreSet() {
        assertThat(Lsattr.parse("----i---------e------- /mnt/etc/resolv.conf\n"))
                .isEqualTo("ie");
        assertThat(Lsattr.parse("--------------e------- /mnt/a name\n")).isEqualTo("e");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> Lsattr.parse("?")).isInstanceOf(UnexpectedOutputException.class);
    }
}
