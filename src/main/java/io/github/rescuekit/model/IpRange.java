package io.github.rescuekit.model;

import java.math.BigInteger;
import java.util.Optional;

/** Addresses from the first to the last, both included: a network, a range, or one address. */
public record IpRange(IpAddress first, IpAddress last) {

    /** Reads {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 192.0.2.0/255.255.255.0} and {@code 192.0.2.1-192.0.2.9}. */
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash >= 0) {
            return IpAddress.parse(text.substring(0, slash)).flatMap(it -> network(it, text.substring(slash + 1)));
        }
        int dash = text.indexOf('-');
        Optional<IpAddress> first = IpAddress.parse(dash < 0 ? text : text.substring(0, dash));
        Optional<IpAddress> last = dash < 0 ? first : IpAddress.parse(text.substring(dash + 1));
        return first.isPresent()
                        && last.isPresent()
                        && first.get().bits() == last.get().bits()
                        && first.get().compareTo(last.get()) <= 0
                ? Optional.of(new IpRange(first.get(), last.get()))
                : Optional.empty();
    }

    private static Optional<IpRange> network(IpAddress address, String length) {
        Optional<Integer> prefix = length.matches("\\d{1,3}")
                ? Optional.of(Integer.valueOf(length))
                : IpAddress.parse(length)
                        .filter(it -> it.bits() == address.bits())
                        .flatMap(IpAddress::prefixLength);
        return prefix.filter(it -> it <= address.bits()).map(address::network);
    }

    public boolean contains(IpAddress address) {
        return address.bits() == first.bits() && first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    /** True when it holds every address of its family. */
    public boolean isEverything() {
        return first.value().signum() == 0 && last.value().add(BigInteger.ONE).bitLength() == first.bits() + 1;
    }
}
