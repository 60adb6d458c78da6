package io.github.rescuekit.ui.command;

import io.github.rescuekit.layers.Access;
import io.github.rescuekit.layers.Layer;
import io.github.rescuekit.layers.LuksKey;
import io.github.rescuekit.layers.Opening;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.LayersReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code open}: arrays, volume groups, encrypted volumes. */
@Command(
        name = "open",
        description = "Assemble arrays, switch volumes on, unlock LUKS; read-only.",
        footer = {
            "",
            "Opens all that is closed on the server's disks, until nothing new appears.",
            "Without --write no block changes: an array does not resync, and does not note",
            "that it ran. A half of a mirror that may be the older one is refused.",
            "'rescuekit close' closes it again; so does 'rescuekit leave'. What is open",
            "read-only has to be closed before it can be opened with --write.",
            "",
            "Examples:",
            "  rescuekit open",
            "  rescuekit open /dev/sda3                       asks for its passphrase",
            "  rescuekit open /dev/sda3 --key-file /run/key   for scripts",
            "  rescuekit open --write                         before a repair",
            "",
            "Exit code 0: nothing is closed any more; 3: something stayed closed, and why."
        })
public final class OpenCommand extends Verb {

    private static final String WRITE = "--write";
    private static final String KEY_FILE = "--key-file";

    @Parameters(arity = "0..1", paramLabel = "DEVICE", description = "Only what is on it. Default: all disks.")
    private @Nullable String device;

    @Option(names = WRITE, description = "For work: a dirty array begins to resync.")
    private boolean write;

    @Option(
            names = "--degraded",
            description = "Also an array without a device that may hold newer data: that one is dead.")
    private boolean degraded;

    @Option(names = KEY_FILE, paramLabel = "FILE", description = "The key or passphrase of DEVICE, with no line end.")
    private @Nullable Path keyFile;

    OpenCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return write ? Level.REPAIR : Level.LOOK;
    }

    @Override
    public Map<String, Level> levelsByOption() {
        return Map.of(WRITE, Level.REPAIR);
    }

    @Override
    public Answer run() {
        Optional<String> only = Optional.ofNullable(device);
        if (only.isPresent() && toolkit().machine().get().device(only.get()).isEmpty()) {
            throw RescueException.usage("there is no device " + only.get(), "see 'rescuekit disks'");
        }
        if (keyFile != null && only.isEmpty()) {
            throw RescueException.usage("it is not said which device the key is for", "name it: rescuekit open DEVICE");
        }
        Optional<LuksKey> given = Optional.ofNullable(keyFile).map(OpenCommand::readable);
        List<Layer> layers = toolkit()
                .layers()
                .open(
                        new Opening(
                                write ? Access.WRITABLE : Access.READ_ONLY,
                                degraded,
                                path -> only.filter(path::equals).isPresent()
                                        ? given.or(() -> ask(path))
                                        : Optional.empty()),
                        only);
        return LayersReport.opened(layers, style());
    }

    private Optional<LuksKey> ask(String path) {
        return operator().isPresent() && !wantsJson()
                ? Optional.of(new LuksKey.Passphrase(operator().askSecret("Passphrase of " + path + ":", KEY_FILE)))
                : Optional.empty();
    }

    private static LuksKey readable(Path file) {
        if (!Files.isReadable(file)) {
            throw RescueException.usage("there is no key file " + file, "name a file that root can read");
        }
        return new LuksKey.KeyFile(file.toAbsolutePath());
    }
}
