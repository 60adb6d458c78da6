package io.github.rescuekit.layers;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** LUKS: cryptsetup(8). */
final class EncryptedVolumes implements Opener {

    private static final String TYPE = "crypto_LUKS";
    private static final int WRONG_KEY = 2;
    private static final String STANDARD_INPUT = "-";
    // argon2id takes seconds on a fast machine, and minutes on one with little memory.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Runner runner;

    EncryptedVolumes(Runner runner) {
        this.runner = runner;
    }

    @Override
    public Kind kind() {
        return Kind.ENCRYPTED;
    }

    @Override
    public String program() {
        return "cryptsetup";
    }

    @Override
    public List<Closed> closed(Machine machine, Opening opening) {
        return machine.devices().stream()
                .filter(it -> it.holds(TYPE) || opening.headers().containsKey(it.path()))
                .filter(it -> machine.childrenOf(it).isEmpty())
                .map(it -> new Closed(name(it), List.of(it.path()), allowed -> open(it, allowed)))
                .toList();
    }

    private Layer open(BlockDevice device, Opening opening) {
        Optional<LuksKey> key = opening.keys().apply(device.path());
        return key.isEmpty()
                ? closed(device, "no key was given", "rescuekit open " + device.path() + " asks for its passphrase")
                : open(device, key.get(), opening);
    }

    private Layer open(BlockDevice device, LuksKey key, Opening opening) {
        String name = "luks-" + device.uuid().orElse(device.name().replace('/', '-'));
        List<String> words = new ArrayList<>(List.of("open", "--type", "luks", "--key-file", fileOf(key)));
        if (key instanceof LuksKey.KeyFile file) {
            words.addAll(file.part());
        }
        if (opening.headers().containsKey(device.path())) {
            words.addAll(
                    List.of("--header", opening.headers().get(device.path()).toString()));
        }
        if (opening.access() == Access.READ_ONLY) {
            words.add("--readonly");
        }
        words.addAll(List.of("--", device.path(), name));
        Command command = Command.of("cryptsetup", words).within(LONGEST).accepting(0, WRONG_KEY);
        Result result =
                runner.run(key instanceof LuksKey.Passphrase given ? command.readingSecret(given.secret()) : command);
        return result.exitCode() == 0
                ? Layer.open(Kind.ENCRYPTED, name(device), List.of(device.path()), "/dev/mapper/" + name, List.of())
                : closed(device, "the key does not fit", "try again: keyboard layout, caps lock, or another key");
    }

    private static String fileOf(LuksKey key) {
        return key instanceof LuksKey.KeyFile file ? file.path().toString() : STANDARD_INPUT;
    }

    private static Layer closed(BlockDevice device, String obstacle, String next) {
        return Layer.closed(Kind.ENCRYPTED, name(device), List.of(device.path()), obstacle, next);
    }

    private static String name(BlockDevice device) {
        return "encrypted " + device.path();
    }

    @Override
    public void close(String device) {
        runner.run(Command.of("cryptsetup", "close", "--", device));
    }
}
