package io.github.rescuekit.model;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of the Internet Protocol.
 *
 * @param value its bits as a number
 * @param bits 32 or 128
 */
public record IpAddress(BigInteger value, int bits) implements Comparable<IpAddress> {

    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");

    /** Reads an address in digits; empty for anything else, a host name included: nobody is asked about it. */
    public static Optional<IpAddress> parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return Optional.of(new IpAddress(new BigInteger(1, bytes), bytes.length * Byte.SIZE));
        } catch (UnknownHostException e) {
            // 300.1.1.1 and 1:2 look like addresses and are none.
            return Optional.empty();
        }
    }

    public boolean isV4() {
        return bits == V4_BITS;
    }

    /** The network of this address whose first {@code length} bits are fixed. */
    IpRange network(int length) {
        BigInteger host = BigInteger.ONE.shiftLeft(bits - length).subtract(BigInteger.ONE);
        return new IpRange(
                new IpAddress(value.andNot(host), bits),
                new IpAddress(value.andNot(host).or(host), bits));
    }

    /** The fixed bits when this is a netmask such as 255.255.255.0; empty when it is none. */
    public Optional<Integer> prefixLength() {
        BigInteger host =
                BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).subtract(value);
        return host.and(host.add(BigInteger.ONE)).signum() == 0
                ? Optional.of(bits - host.bitLength())
                : Optional.empty();
    }

    @Override
    public int compareTo(IpAddress other) {
        return bits == other.bits ? value.compareTo(other.value) : Integer.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        byte[] bytes = new byte[bits / Byte.SIZE];
        byte[] digits = value.toByteArray();
        int count = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - count, bytes, bytes.length - count, count);
        return isV4() ? v4(bytes) : v6(bytes);
    }

    private static String v4(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    // The longest run of zeros is written as "::", the first of two that are as long: RFC 5952.
    private static String v6(byte[] bytes) {
        int[] groups = new int[V6_BITS / Short.SIZE];
        for (int n = 0; n < groups.length; n++) {
            groups[n] = ((bytes[2 * n] & 0xff) << Byte.SIZE) | (bytes[2 * n + 1] & 0xff);
        }
        int bestStart = 0;
        int bestLength = 1;
        for (int start = 0; start < groups.length; start++) {
            int end = start;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - start > bestLength) {
                bestStart = start;
                bestLength = end - start;
            }
        }
        return bestLength == 1
                ? joined(groups, 0, groups.length)
                : joined(groups, 0, bestStart) + "::" + joined(groups, bestStart + bestLength, groups.length);
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int n = from; n < to; n++) {
            text.append(n == from ? "" : ":").append(Integer.toHexString(groups[n]));
        }
        return text.toString();
    }
}
