package io.github.rescuekit.repair.access;

import io.github.rescuekit.model.RescueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A public key of OpenSSH.
 *
 * @param comment whose it is; it may be empty
 */
public record PublicKey(String type, String base64, String comment) {

    // Without ssh-dss: sshd takes none since 2015.
    private static final List<String> TYPES = List.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    /**
     * Reads the line of a {@code .pub} file.
     *
     * @throws RescueException when it is anything else, a private key among them
     */
    public static PublicKey parse(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2 || !TYPES.contains(words[0])) {
            throw noKey("it does not begin with a type of key that sshd takes: " + String.join(", ", TYPES));
        }
        if (!typeInside(words[1]).equals(Optional.of(words[0]))) {
            throw noKey("its middle part is cut off, or no key of the type " + words[0]);
        }
        return new PublicKey(words[0], words[1], words.length > 2 ? words[2] : "");
    }

    // The blob begins with the length of the type and the type itself: RFC 4253, section 6.6.
    private static Optional<String> typeInside(String base64) {
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            if (blob.remaining() < Integer.BYTES) {
                return Optional.empty();
            }
            int length = blob.getInt();
            if (length <= 0 || length >= blob.remaining()) {
                return Optional.empty();
            }
            byte[] type = new byte[length];
            blob.get(type);
            return hasWholeFields(blob) ? Optional.of(new String(type, StandardCharsets.US_ASCII)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // A key that lost its end in a terminal has a field that is shorter than it says.
    private static boolean hasWholeFields(ByteBuffer blob) {
        while (blob.remaining() >= Integer.BYTES) {
            int length = blob.getInt();
            if (length < 0 || length > blob.remaining()) {
                return false;
            }
            blob.position(blob.position() + length);
        }
        return !blob.hasRemaining();
    }

    private static RescueException noKey(String why) {
        return RescueException.usage(
                "this is no public key: " + why, "give the line of a .pub file, such as ~/.ssh/id_ed25519.pub");
    }

    /** As it stands in authorized_keys. */
    public String line() {
        return comment.isEmpty() ? type + " " + base64 : type + " " + base64 + " " + comment;
    }
}
