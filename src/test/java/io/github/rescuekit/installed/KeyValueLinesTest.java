package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyValueLinesTest {

    @Test
    void readsTheLastValueWithoutItsQuotes() {
        assertThat(value("KEY=a\nKEY=b\n")).contains("b");
        assertThat(value("KEY=\"a b\"\n")).contains("a b");
        assertThat(value("KEY='a'  \n")).contains("a");
        assertThat(value("  KEY=a  \r\n")).contains("a");
        assertThat(value("KEY=\n")).contains("");
    }

    @Test
    void readsAValueThatGoesOnInTheNextLine() {
        assertThat(value("KEY=a,\\\nb\nOTHER=c\n")).contains("a,b");
    }

    @Test
    void passesOverCommentsAndOtherKeys() {
        assertThat(value("#KEY=a\n;KEY=a\nKEYS=a\nMY_KEY=a\n")).isEmpty();
        assertThat(value("# goes on \\\nKEY=a\n")).contains("a");
    }

    @Test
    void changesOneLineInItsOwnQuotesAndTouchesNothingElse() {
        assertThat(set("# c\r\nKEY=\"a\"\r\nX=1", "b")).isEqualTo("# c\r\nKEY=\"b\"\r\nX=1");
        assertThat(set("KEY='a'\n", "b c")).isEqualTo("KEY='b c'\n");
        assertThat(set("KEY=a\n", "b,c")).isEqualTo("KEY=b,c\n");
        assertThat(set("KEY=a\n", "b c")).isEqualTo("KEY=\"b c\"\n");
        assertThat(set("KEY=a\nKEY=b\n", "c")).isEqualTo("KEY=a\nKEY=c\n");
    }

    @Test
    void writesAValueOfSeveralLinesInOne() {
        assertThat(set("KEY=\"a,\\\nb\"\nX=1\n", "c")).isEqualTo("KEY=\"c\"\nX=1\n");
        assertThat(set("KEY=a,\\\nb", "c")).isEqualTo("KEY=c");
    }

    @Test
    void addsANewKeyAtTheEnd() {
        assertThat(set("X=1", "a")).isEqualTo("X=1\nKEY=a");
        assertThat(set("", "--block-rpcs=a,b")).isEqualTo("KEY=--block-rpcs=a,b\n");
    }

    private static Optional<String> value(String text) {
        return new KeyValueLines(FileText.of(text)).value("KEY");
    }

    private static String set(String text, String value) {
        return new KeyValueLines(FileText.of(text)).with("KEY", value).file().text();
    }
}
