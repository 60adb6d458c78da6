package io.github.rescuekit.ui.cli;

import io.github.rescuekit.session.JobEvent.Kind;
import io.github.rescuekit.session.JobLog;
import io.github.rescuekit.session.JobOrder;
import io.github.rescuekit.ui.Operator;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The operator of a job: whoever is attached, now or later. */
final class JobOperator implements Operator {

    // A trial of eight hours leaves less than three megabytes in memory.
    private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(1);

    private final JobLog log;
    private final JobOrder.View view;
    private final LongSupplier nanos;
    private final PrintWriter out;
    private final PrintWriter err;
    private String shown = "";
    private long nextUpdate;

    JobOperator(JobLog log, JobOrder.View view, LongSupplier nanos) {
        this.log = log;
        this.view = view;
        this.nanos = nanos;
        this.out = new PrintWriter(new Told(Kind.OUT), false);
        this.err = new PrintWriter(new Told(Kind.ERR), true);
        this.nextUpdate = nanos.getAsLong();
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public PrintWriter err() {
        return err;
    }

    @Override
    public boolean isPresent() {
        return view.present();
    }

    @Override
    public boolean likesColour() {
        return view.colour();
    }

    @Override
    public int columns() {
        return view.columns();
    }

    @Override
    public String ask(String question, String option) {
        if (!isPresent()) {
            throw Operator.unanswered(question, option);
        }
        out.flush();
        try {
            return log.ask(question);
        } catch (InterruptedException e) {
            throw Operator.brokenOff(e);
        }
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public synchronized void progress(String line) {
        long now = nanos.getAsLong();
        if (now - nextUpdate >= 0 && !line.equals(shown)) {
            nextUpdate = now + BETWEEN_UPDATES.toNanos();
            shown = line;
            log.tell(Kind.PROGRESS, line);
        }
    }

    @Override
    public <T> T lendTerminal(Supplier<T> child) {
        throw new IllegalStateException("a job has no terminal");
    }

    /** Text that is told when it is flushed. */
    private final class Told extends Writer {

        private final Kind kind;
        private final StringBuilder text = new StringBuilder();

        Told(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void write(char[] chars, int offset, int count) {
            text.append(chars, offset, count);
        }

        @Override
        public void flush() {
            if (text.length() > 0) {
                log.tell(kind, text.toString());
                text.setLength(0);
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
