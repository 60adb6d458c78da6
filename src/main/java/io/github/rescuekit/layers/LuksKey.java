package io.github.rescuekit.layers;

import java.nio.file.Path;

/** What unlocks an encrypted device. */
public sealed interface LuksKey {

    /** A secret: it goes to standard input of one program, and nowhere else. */
    record Passphrase(String text) implements LuksKey {

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** Its bytes are the key, a line end included; only the program reads them. */
    record KeyFile(Path path) implements LuksKey {}
}
