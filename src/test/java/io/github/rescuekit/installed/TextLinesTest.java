package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLinesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\n", "a\r\nb", "\n\n", "a\rb\n\r\n", "\r\n", "a\n\nb\r\n"})
    void givesBackEveryByte(String text) {
        assertThat(TextLines.of(text)).hasToString(text);
    }

    @Test
    void replacesALineAndKeepsItsEnding() {
        assertThat(TextLines.of("a\r\nb\nc").replace(1, "x").replace(3, "z")).hasToString("x\r\nb\nz");
    }

    @Test
    void changesEachLine() {
        assertThat(TextLines.of("a\r\n\nb").each(line -> line + "!")).hasToString("a!\r\n!\nb!");
    }

    @Test
    void appendsInTheStyleOfTheFile() {
        assertThat(TextLines.of("a\n").append("b")).hasToString("a\nb\n");
        assertThat(TextLines.of("a\r\nb").append("c")).hasToString("a\r\nb\r\nc");
        assertThat(TextLines.of("").append("a")).hasToString("a\n");
    }

    @Test
    void insertsBetweenLines() {
        assertThat(TextLines.of("a\r\nb").insertAfter(0, "x").insertAfter(2, "y"))
                .hasToString("x\r\na\r\ny\r\nb");
        assertThat(TextLines.of("a").insertAfter(1, "b")).hasToString("a\nb");
    }

    @Test
    void removesLinesAndEndsAsBefore() {
        assertThat(TextLines.of("a\nb\nc").remove(2, 3)).hasToString("a");
        assertThat(TextLines.of("a\nb\nc\n").remove(1, 2)).hasToString("c\n");
    }
}
