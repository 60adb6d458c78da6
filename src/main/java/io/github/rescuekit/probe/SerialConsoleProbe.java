package io.github.rescuekit.probe;

import io.github.rescuekit.model.SerialConsole;
import io.github.rescuekit.parse.SerialDriver;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads which serial ports the kernel found, and which of them it was told to take as its console. */
public final class SerialConsoleProbe {

    private static final Pattern CONSOLE = Pattern.compile("(?<!\\S)console=(ttyS\\d{1,4})(?![^,\\s])");

    private final KernelFiles files;

    public SerialConsoleProbe() {
        this(Path.of("/"));
    }

    SerialConsoleProbe(Path root) {
        this.files = new KernelFiles(root);
    }

    /** The ports as they are now. */
    public SerialConsole look() {
        String line = files.text("/proc/cmdline").orElse("");
        Optional<String> last = CONSOLE.matcher(line)
                .results()
                .map((MatchResult it) -> it.group(1))
                .reduce((first, second) -> second);
        return new SerialConsole(files.text("/proc/tty/driver/serial").map(SerialDriver::parse), last);
    }
}
