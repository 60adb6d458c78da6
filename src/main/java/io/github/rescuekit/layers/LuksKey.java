package io.github.rescuekit.layers;

import io.github.rescuekit.model.Secret;
import java.nio.file.Path;

/** What unlocks an encrypted device. */
public sealed interface LuksKey {

    record Passphrase(Secret secret) implements LuksKey {}

    /** Its bytes are the key, a line end included; only the program reads them. */
    record KeyFile(Path path) implements LuksKey {}
}
