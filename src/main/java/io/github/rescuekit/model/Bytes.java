package io.github.rescuekit.model;

import java.util.List;
import java.util.Locale;

/** A size or an offset in bytes. */
public record Bytes(long count) implements Comparable<Bytes> {

    public static final Bytes ZERO = new Bytes(0);

    private static final long KIB = 1024;
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException("a size below zero: " + count);
        }
    }

    public static Bytes kib(long count) {
        return new Bytes(Math.multiplyExact(count, KIB));
    }

    public static Bytes mib(long count) {
        return kib(Math.multiplyExact(count, KIB));
    }

    public static Bytes gib(long count) {
        return mib(Math.multiplyExact(count, KIB));
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(count, other.count));
    }

    public boolean isMoreThan(Bytes other) {
        return count > other.count;
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    /** {@code "512 B"}, {@code "40.0 GiB"}: one decimal, units of 1024. */
    @Override
    public String toString() {
        if (count < KIB) {
            return count + " B";
        }
        double value = count;
        int unit = -1;
        while (value >= KIB && unit < UNITS.size() - 1) {
            value /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }
}
