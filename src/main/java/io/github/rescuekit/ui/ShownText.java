package io.github.rescuekit.ui;

import io.github.rescuekit.report.Show;
import java.io.IOException;
import java.io.Writer;

/** The last stretch of door 6: whatever is printed for an operator goes through {@link Show} once more. */
public final class ShownText extends Writer {

    private final Writer to;

    public ShownText(Writer to) {
        this.to = to;
    }

    @Override
    public void write(char[] text, int offset, int count) throws IOException {
        write(new String(text, offset, count));
    }

    // A print of a PrintWriter comes as a whole: no sequence is cut in two.
    @Override
    public void write(String text, int offset, int count) throws IOException {
        to.write(Show.screen(text.substring(offset, offset + count)));
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    @Override
    public void close() throws IOException {
        to.close();
    }
}
