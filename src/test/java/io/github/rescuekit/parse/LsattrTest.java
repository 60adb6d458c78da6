package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LsattrTest {

    @Test
    void readsTheLettersThatAreSet() {
        assertThat(Lsattr.parse("----i---------e------- /mnt/etc/resolv.conf\n"))
                .isEqualTo("ie");
        assertThat(Lsattr.parse("--------------e------- /mnt/a name\n")).isEqualTo("e");
    }

    @Test
    void readsSeveralFiles() {
        assertThat(Lsattr.parseEach("""
                        ----i---------e------- /mnt/etc/a name
                        --------------e------- /mnt/etc
                        """)).isEqualTo(Map.of("/mnt/etc/a name", "ie", "/mnt/etc", "e"));
        assertThatThrownBy(() -> Lsattr.parseEach("----i---- /mnt/etc\n?\n"))
                .isInstanceOf(UnexpectedOutputException.class);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> Lsattr.parse("?")).isInstanceOf(UnexpectedOutputException.class);
    }
}
