package io.github.rescuekit.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final StringWriter screen = new StringWriter();
    private long now;

    @Test
    void writesOverTheLineBefore() {
        ProgressLine line = onTerminal(80);

        line.show("reading 10 %");
        pass(Duration.ofSeconds(1));
        line.show("done");

        assertThat(screen).hasToString("\rreading 10 %\rdone        ");
    }

    @Test
    void leavesOutWhatComesTooFast() {
        ProgressLine line = onTerminal(80);

        line.show("1 %");
        line.show("2 %");

        assertThat(screen).hasToString("\r1 %");
    }

    @Test
    void takesTheLineAwayAndShowsTheNextAtOnce() {
        ProgressLine line = onTerminal(80);

        line.show("1 %");
        line.clear();
        line.clear();
        line.show("2 %");

        assertThat(screen).hasToString("\r1 %\r   \r\r2 %");
    }

    @Test
    void neverReachesTheLastColumn() {
        onTerminal(10).show("0123456789");

        assertThat(screen).hasToString("\r012345678");
    }

    @Test
    void showsForeignTextSafely() {
        onTerminal(80).show("label \u001b[2J");

        assertThat(screen).hasToString("\rlabel \\x1b[2J");
    }

    @Test
    void writesPlainLinesEveryTenSecondsWithoutATerminal() {
        ProgressLine line = new ProgressLine(new PrintWriter(screen), false, () -> 80, () -> now);

        line.show("1 %");
        pass(Duration.ofSeconds(9));
        line.show("9 %");
        pass(Duration.ofSeconds(1));
        line.show("10 %");
        line.clear();

        assertThat(screen.toString().lines()).containsExactly("1 %", "10 %");
    }

    private ProgressLine onTerminal(int columns) {
        return new ProgressLine(new PrintWriter(screen), true, () -> columns, () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
