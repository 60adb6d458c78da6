package io.github.rescuekit.model;

import java.util.Locale;

/** The permission bits of a file, {@code chmod(2)}: the lower twelve bits of {@code st_mode}. */
public record FileMode(int bits) {

    private static final int ALL = 0_7777;

    public FileMode {
        if ((bits & ~ALL) != 0) {
            throw new IllegalArgumentException("not a file mode: " + Integer.toOctalString(bits));
        }
    }

    public boolean grantsAny(int mask) {
        return (bits & mask) != 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04o", bits);
    }
}
