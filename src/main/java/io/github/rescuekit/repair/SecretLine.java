package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a secret from a file or a descriptor: one line of text, with or without its end. */
public final class SecretLine {

    private static final int LONGEST = 4096;

    private SecretLine() {}

    /**
     * Reads all there is.
     *
     * @param from where it comes from, for messages
     * @throws RescueException when it is anything but one line
     */
    public static Secret read(String from, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LONGEST + 1);
        String text = decode(from, bytes);
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (line.isEmpty() || bytes.length > LONGEST || line.chars().anyMatch(it -> it < ' ')) {
            throw noLine(from);
        }
        return new Secret(line);
    }

    private static String decode(String from, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw noLine(from).causedBy(e);
        }
    }

    private static RescueException noLine(String from) {
        return RescueException.usage(
                from + " does not hold a secret", "give one line of text, such as: printf '%s\\n' SECRET | ...");
    }
}
