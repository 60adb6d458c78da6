package io.github.rescuekit.diagnose.panic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The starts and ends of boots in {@code /var/log/wtmp}, as utmp(5) lays its records out on x86 and ARM. */
public final class LoginRecords {

    /**
     * A boot.
     *
     * @param release of its kernel
     * @param ended when it was shut down; empty when it was not, or when it is the one that ran last
     */
    public record Start(Instant started, String release, Optional<Instant> ended) {}

    private static final int RECORD = 384;
    private static final int RUN_LEVEL = 1;
    private static final int BOOT_TIME = 2;
    private static final int USER = 44;
    private static final int HOST = 76;
    private static final int SECONDS = 340;

    private LoginRecords() {}

    /** The newest first. */
    static List<Start> parse(byte[] bytes) {
        List<Start> starts = new ArrayList<>();
        for (int at = bytes.length % RECORD; at + RECORD <= bytes.length; at += RECORD) {
            int type = number(bytes, at, 2);
            Instant when = Instant.ofEpochSecond(Integer.toUnsignedLong(number(bytes, at + SECONDS, 4)));
            if (type == BOOT_TIME) {
                starts.add(0, new Start(when, text(bytes, at + HOST, 256), Optional.empty()));
            } else if (type == RUN_LEVEL && text(bytes, at + USER, 32).equals("shutdown") && !starts.isEmpty()) {
                Start begun = starts.get(0);
                starts.set(0, new Start(begun.started(), begun.release(), Optional.of(when)));
            }
        }
        return List.copyOf(starts);
    }

    private static int number(byte[] bytes, int at, int length) {
        int number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | (bytes[at + i] & 0xff);
        }
        return number;
    }

    private static String text(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }
}
