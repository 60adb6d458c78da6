package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PagerTest {

    private static final int ROWS = 4;
    private static final int COLUMNS = 20;

    private final StringWriter screen = new StringWriter();
    private final Queue<Integer> keys = new ArrayDeque<>();

    @Test
    void printsAPageWithoutAsking() {
        print("1\n2\n3\n");

        assertThat(screen).hasToString("1\n2\n3\n");
    }

    @Test
    void waitsBeforeTheTextWouldLeaveTheScreen() {
        press(' ');

        print("1\n2\n3\n4\n5\n");

        assertThat(shown()).containsExactly("1", "2", "3", "-- more --", "4", "5");
    }

    @Test
    void showsOneMoreLineForEnter() {
        press('\r', '\n', ' ');

        print("1\n2\n3\n4\n5\n6\n7\n");

        assertThat(shown())
                .containsExactly("1", "2", "3", "-- more --", "4", "-- more --", "5", "-- more --", "6", "7");
    }

    @Test
    void leavesOutTheRestOnDemand() {
        for (int key : List.of((int) 'q', 3, -1)) {
            keys.add(key);
            Pager pager = pager();
            PrintWriter out = new PrintWriter(pager);
            screen.getBuffer().setLength(0);

            out.print("1\n2\n3\n4\n5\n");
            out.print("6\n7\n8\n9\n");
            pager.beginPage();
            out.print("next\n");

            assertThat(shown()).containsExactly("1", "2", "3", "-- more --", "next");
        }
    }

    @Test
    void countsALineThatWrapsAsTheRowsItTakes() {
        press(' ');

        print("x".repeat(2 * COLUMNS + 1) + "\nnext\n");

        assertThat(shown()).containsExactly("x".repeat(2 * COLUMNS + 1), "-- more --", "next");
    }

    @Test
    void countsNoEscapeSequences() {
        print(("\u001b[1;31mred\u001b[0m".repeat(6) + "\n") + "2\n3\n");

        assertThat(shown()).hasSize(3);
    }

    private void press(int... pressed) {
        for (int key : pressed) {
            keys.add(key);
        }
    }

    private void print(String text) {
        new PrintWriter(pager()).print(text);
    }

    private Pager pager() {
        return new Pager(screen, () -> ROWS, () -> COLUMNS, keys::remove);
    }

    // The question as it is cut for this width, and the blanks that take it away again.
    private List<String> shown() {
        String text = screen.toString().replaceAll("-- more[^\\r]*\\r {19}\\r", "-- more --\n");
        return text.lines().toList();
    }
}
