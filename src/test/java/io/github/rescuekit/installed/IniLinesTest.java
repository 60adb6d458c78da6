package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What GLib reads was tried with qemu-ga 7.2.22 and its option -D. */
class IniLinesTest {

    @Test
    void readsTheLastValueOfAKeyInItsGroup() {
        assertThat(value("[general]\nblock-rpcs=a\nblock-rpcs=b\n")).contains("b");
        assertThat(value("[general]\nblock-rpcs=a\n[other]\nblock-rpcs=x\n[general]\nblock-rpcs=c\n"))
                .contains("c");
    }

    @Test
    void keepsBlanksAfterAValueAndQuotesInIt() {
        assertThat(value("[general]\n  block-rpcs = a  \n")).contains("a  ");
        assertThat(value("[general]\nblock-rpcs=\"a,b\"\n")).contains("\"a,b\"");
        assertThat(value("[general]\r\nblock-rpcs=a\r\n")).contains("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[General]\nblock-rpcs=a\n",
                "#[general]\n#block-rpcs=a\n",
                "[general]\nblock-rpcs[de]=a\n",
                "[general]\n# block-rpcs=a\n"
            })
    void findsNothingInOtherGroupsAndComments(String text) {
        assertThat(value(text)).isEmpty();
    }

    @Test
    void setsAKeyAndTouchesNothingElse() {
        assertThat(set("# mine\r\n[general]\r\nverbose = 1\r\nblock-rpcs = a\r\n\r\n[x]\r\ny=z"))
                .isEqualTo("# mine\r\n[general]\r\nverbose = 1\r\nblock-rpcs = NEW\r\n\r\n[x]\r\ny=z");
    }

    @Test
    void addsAKeyAtTheEndOfItsGroup() {
        assertThat(set("[general]\nverbose=1\n\n[x]\ny=z\n"))
                .isEqualTo("[general]\nverbose=1\nblock-rpcs=NEW\n\n[x]\ny=z\n");
        assertThat(set("[general]")).isEqualTo("[general]\nblock-rpcs=NEW");
    }

    @Test
    void addsTheGroupWhenThereIsNone() {
        assertThat(set("")).isEqualTo("[general]\nblock-rpcs=NEW\n");
        assertThat(set("# empty\n")).isEqualTo("# empty\n[general]\nblock-rpcs=NEW\n");
    }

    @Test
    void givesALineAnotherKey() {
        IniLines changed =
                ini("[general]\nblacklist=a\nverbose=1\n").replace("general", "blacklist", "block-rpcs", "b");
        assertThat(changed.file().text()).isEqualTo("[general]\nblock-rpcs=b\nverbose=1\n");
    }

    @Test
    void namesTheLineThatMakesTheAgentStop() {
        assertThat(ini("block-rpcs=a\n").firstRefusedLine()).hasValue(1);
        assertThat(ini("[general]\ngarbage line\n").firstRefusedLine()).hasValue(2);
        assertThat(ini("; comment\n[general]\n").firstRefusedLine()).hasValue(1);
        assertThat(ini("# comment\n\n[general]\n a = b\n").firstRefusedLine()).isEmpty();
    }

    private static Optional<String> value(String text) {
        return ini(text).value("general", "block-rpcs");
    }

    private static String set(String text) {
        return ini(text).with("general", "block-rpcs", "NEW").file().text();
    }

    private static IniLines ini(String text) {
        return new IniLines(FileText.of(text));
    }
}
