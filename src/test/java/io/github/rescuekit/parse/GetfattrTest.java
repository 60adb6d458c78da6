package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GetfattrTest {

    @Test
    void readsLabelAclEmptyValuesAndEscapedNames() {
        String text = """
                # file: /tmp/f
                security.selinux=0x7300
                system.posix_acl_access=0x0200
                user.empty=0x
                user.we ird\\075x=0x41

                """;

        assertThat(Getfattr.parse(text))
                .isEqualTo(Map.of(
                        "security.selinux", "0x7300",
                        "system.posix_acl_access", "0x0200",
                        "user.empty", "0x",
                        "user.we ird=x", "0x41"));
    }

    @Test
    void readsSeveralFiles() {
        String text = """
                # file: /tmp/f
                user.a=0x41
                user.b=0x42

                # file: /tmp/g
                user.a=0x43

                """;

        assertThat(Getfattr.parseEach(text))
                .isEqualTo(Map.of(
                        "/tmp/f", Map.of("user.a", "0x41", "user.b", "0x42"), "/tmp/g", Map.of("user.a", "0x43")));
        assertThat(Getfattr.parseEach("")).isEmpty();
        assertThatThrownBy(() -> Getfattr.parseEach("user.a=0x41\n")).isInstanceOf(UnexpectedOutputException.class);
    }

    @Test
    void findsNothingOnAFileWithoutAttributes() {
        assertThat(Getfattr.parse("")).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> Getfattr.parse("user.a=\"text\""))
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("getfattr line 1");
    }
}
