package io.github.rescuekit.session;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Sends what libraries and {@link System.Logger} log to the {@link SessionLog} instead of the operator's screen.
 *
 * <p>Named by the property {@code java.util.logging.config.class}, so that it costs nothing until something is logged.
 */
public final class LogSetup {

    public LogSetup() {
        Logger.getLogger("").addHandler(new ToSessionLog());
    }

    /** A throwable with its trace, as an entry. */
    public static String trace(String title, Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return title + "\n" + text;
    }

    private static final class ToSessionLog extends Handler {

        private static final SimpleFormatter MESSAGE = new SimpleFormatter();

        ToSessionLog() {
            setLevel(Level.INFO);
        }

        @Override
        public void publish(LogRecord logged) {
            if (isLoggable(logged)) {
                String title = logged.getLevel() + " " + logged.getLoggerName() + ": " + MESSAGE.formatMessage(logged);
                Throwable thrown = logged.getThrown();
                SessionLog.OF_THIS_RESCUE.append(thrown == null ? title : trace(title, thrown));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
