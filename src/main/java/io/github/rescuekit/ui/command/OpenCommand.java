package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.layers.Access;
import io.github.rescuekit.layers.LuksKey;
import io.github.rescuekit.layers.Opening;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.recovery.Unlocking;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.LayersReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
            "What crypttab of a server names a key file for is unlocked with that, and gets",
            "the name that crypttab has for it. The key of a line whose device is nowhere is",
            "tried on the volumes that no line means.",
            "",
            "Examples:",
            "  rescuekit open",
            "  rescuekit open /dev/sda3                       asks for its passphrase",
            "  rescuekit open /dev/sda3 --key-file /run/key   for scripts",
            "  rescuekit open /dev/sda3 --passphrase-fd 0 < passphrase",
            "  rescuekit open /dev/sda3 --header /root/head    for a damaged header",
            "  rescuekit open --write                         before a repair",
            "",
            "Exit code 0: nothing is closed any more; 3: something stayed closed, and why."
        })
public final class OpenCommand extends Verb {

    private static final String WRITE = "--write";
    private static final String KEY_FILE = "--key-file";
    private static final String PASSPHRASE_FD = "--passphrase-fd";

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

    @Option(
            names = PASSPHRASE_FD,
            paramLabel = "N",
            description = "Read the passphrase of DEVICE from this file descriptor, one line; 0 is standard input.")
    private @Nullable Integer passphraseDescriptor;

    @Option(
            names = "--header",
            paramLabel = "FILE",
            description = "The LUKS header of DEVICE: a backup of it, or one that is kept apart.")
    private @Nullable Path header;

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
        if (only.isEmpty() && (keyFile != null || passphraseDescriptor != null || header != null)) {
            throw RescueException.usage("it is not said which device this is for", "name it: rescuekit open DEVICE");
        }
        if (keyFile != null && passphraseDescriptor != null) {
            throw RescueException.usage("two keys are given", "give one: " + KEY_FILE + " or " + PASSPHRASE_FD);
        }
        Opening opening = new Opening(write ? Access.WRITABLE : Access.READ_ONLY, degraded, keys(only), headers(only));
        return LayersReport.opened(unlocking().open(opening, only), style());
    }

    private Unlocking unlocking() {
        return new Unlocking(
                toolkit().machine(),
                toolkit().layers(),
                new InstalledSystemSearch(toolkit().mounter(), Architectures.ofThisMachine()));
    }

    private Function<String, Optional<LuksKey>> keys(Optional<String> only) {
        Optional<LuksKey> given = Optional.ofNullable(keyFile)
                .<LuksKey>map(it -> new LuksKey.KeyFile(readable(it, "key file")))
                .or(this::fromDescriptor);
        return path -> only.filter(path::equals).isPresent() ? given.or(() -> ask(path)) : Optional.empty();
    }

    private Optional<LuksKey> fromDescriptor() {
        return Optional.ofNullable(passphraseDescriptor)
                .map(it -> SecretDescriptor.read(it, PASSPHRASE_FD))
                .map(LuksKey.Passphrase::new);
    }

    private Map<String, Path> headers(Optional<String> only) {
        return header == null ? Map.of() : Map.of(only.orElseThrow(), readable(header, "file with a header"));
    }

    private Optional<LuksKey> ask(String path) {
        return operator().isPresent() && !wantsJson()
                ? Optional.of(new LuksKey.Passphrase(operator().askSecret("Passphrase of " + path + ":", KEY_FILE)))
                : Optional.empty();
    }

    private static Path readable(Path file, String what) {
        if (!Files.isReadable(file)) {
            throw RescueException.usage("there is no " + what + " " + file, "name a file that root can read");
        }
        return file.toAbsolutePath();
    }
}
