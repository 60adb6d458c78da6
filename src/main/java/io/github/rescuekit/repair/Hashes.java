package io.github.rescuekit.repair;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256, as {@code sha256sum} prints it. */
public final class Hashes {

    private static final int BUFFER = 64 << 10;
    private static final int PIECE = 1 << 20;

    private Hashes() {}

    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** Of a file of a system, read in pieces; empty when it cannot be read. */
    public static Optional<String> sha256(SystemFiles files, SystemFile file) {
        MessageDigest digest = digest();
        for (long at = 0; at < file.size().count(); at += PIECE) {
            Optional<byte[]> piece = files.part(file.path(), at, PIECE);
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            digest.update(piece.get());
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    static String require(Path file) {
        try {
            return sha256(file);
        } catch (IOException e) {
            throw WriteFailure.of("read", file.toString(), file, Bytes.ZERO, e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
