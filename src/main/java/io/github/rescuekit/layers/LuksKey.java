package io.github.rescuekit.layers;

import io.github.rescuekit.model.Secret;
import java.nio.file.Path;
import java.util.List;

/** What unlocks an encrypted device. */
public sealed interface LuksKey {

    /** A secret: it goes to standard input of one program, and nowhere else. */
    record Passphrase(Secret secret) implements LuksKey {}

    /**
     * Its bytes are the key, a line end included; only the program reads them.
     *
     * @param part which bytes, in the options of cryptsetup(8); none for all
     */
    record KeyFile(Path path, List<String> part) implements LuksKey {

        public KeyFile {
            part = List.copyOf(part);
        }

        public KeyFile(Path path) {
            this(path, List.of());
        }
    }
}
