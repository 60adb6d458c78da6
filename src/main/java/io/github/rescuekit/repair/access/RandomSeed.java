package io.github.rescuekit.repair.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Random once for a run of the program: the plan that is seen and the one that is applied hold the same salt. */
public final class RandomSeed {

    private static final int LENGTH = 32;
    private static final String OF_CRYPT = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final byte[] seed;

    private RandomSeed(byte[] seed) {
        this.seed = seed;
    }

    public static RandomSeed fresh() {
        byte[] seed = new byte[LENGTH];
        new SecureRandom().nextBytes(seed);
        return new RandomSeed(seed);
    }

    /**
     * A salt of crypt(3), at most 32 letters.
     *
     * @param purpose the same salt for the same purpose, another one for another
     */
    String salt(String purpose, int length) {
        MessageDigest digest = sha256();
        digest.update(seed);
        byte[] random = digest.digest(purpose.getBytes(StandardCharsets.UTF_8));
        StringBuilder salt = new StringBuilder();
        for (int i = 0; i < length; i++) {
            salt.append(OF_CRYPT.charAt(random[i] & 63));
        }
        return salt.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
