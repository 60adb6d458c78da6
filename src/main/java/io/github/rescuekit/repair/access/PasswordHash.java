package io.github.rescuekit.repair.access;

import io.github.rescuekit.model.Secret;
import org.apache.commons.codec.digest.Sha2Crypt;

/** Makes and compares password hashes of crypt(5): SHA-512, which every distribution since CentOS 6 reads. */
final class PasswordHash {

    private static final String SHA_512 = "$6$";
    private static final int LONGEST_SALT = 16;

    private PasswordHash() {}

    static String of(Secret password, RandomSeed seed, String purpose) {
        return Sha2Crypt.sha512Crypt(password.reveal(), SHA_512 + seed.salt(purpose, LONGEST_SALT));
    }

    /** True when the hash is one that this class makes, of that password. */
    static boolean fits(Secret password, String hash) {
        int end = hash.lastIndexOf('$');
        return hash.startsWith(SHA_512)
                && end > SHA_512.length()
                && Sha2Crypt.sha512Crypt(password.reveal(), hash.substring(0, end))
                        .equals(hash);
    }
}
