package io.github.rescuekit.repair;

import java.util.Locale;

/** The numbers of a file's owner and group: names belong to the installed system's own passwd. */
public record Owner(int uid, int gid) {

    public static final Owner ROOT = new Owner(0, 0);

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d:%d", uid, gid);
    }
}
