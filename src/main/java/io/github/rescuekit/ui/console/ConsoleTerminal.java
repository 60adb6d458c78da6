package io.github.rescuekit.ui.console;

import java.io.IOException;
import java.nio.charset.Charset;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** Opens the terminal of this process without asking it anything: an answer can take seconds on a serial line. */
final class ConsoleTerminal {

    private static final Size USUAL = Size.of(80, 24);

    private static final String LINE = "rescuekit-line";

    private ConsoleTerminal() {}

    static {
        InfoCmp.setDefaultInfoCmp(
                LINE, LINE + "|line by line,\n\tam,\n\tcols#80,\n\tcr=\\r, cud1=\\n, ind=\\n, cub1=^H,\n");
    }

    static Terminal open(String type, Charset charset) throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .name("rescuekit")
                .system(true)
                .dumb(true)
                .type(type.isEmpty() || type.equals(Terminal.TYPE_DUMB) ? LINE : type)
                .encoding(charset)
                .nativeSignals(true)
                .graphemeCluster(false)
                .build();
        if (terminal.getColumns() == 0 || terminal.getRows() == 0) {
            terminal.setSize(USUAL);
        }
        return terminal;
    }
}
