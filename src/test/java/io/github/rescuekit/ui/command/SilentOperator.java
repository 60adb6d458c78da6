package io.github.rescuekit.ui.command;

import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.Toolkits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;

/** An operator that keeps what it is told and that nobody stands behind. */
final class SilentOperator implements Operator {

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    static Toolkit toolkit(boolean root) {
        return Toolkits.bare(root);
    }

    @Override
    public PrintWriter out() {
        return new PrintWriter(out, true);
    }

    @Override
    public PrintWriter err() {
        return new PrintWriter(err, true);
    }

    @Override
    public boolean isPresent() {
        return false;
    }

    @Override
    public boolean likesColour() {
        return false;
    }

    @Override
    public int columns() {
        return 80;
    }

    @Override
    public boolean confirm(String question, String option) {
        throw new AssertionError("asked: " + question);
    }

    @Override
    public String ask(String question, String option) {
        throw new AssertionError("asked: " + question);
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void progress(String line) {}

    @Override
    public <T> T lendTerminal(Supplier<T> child) {
        return child.get();
    }
}
