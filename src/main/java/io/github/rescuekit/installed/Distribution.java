package io.github.rescuekit.installed;

import java.util.Optional;

/**
 * Which distribution is installed.
 *
 * @param id os-release's ID: {@code debian}, {@code almalinux}, {@code alpine}
 * @param version os-release's VERSION_ID, such as {@code 12} or {@code 9.4}
 * @param name for people, such as {@code Debian GNU/Linux 12 (bookworm)}
 */
public record Distribution(String id, Family family, Optional<String> version, String name) {

    /** Distributions that keep their configuration in the same places. */
    public enum Family {
        DEBIAN,
        RHEL,
        SUSE,
        ALPINE,
        ARCH,
        GENTOO,
        UNKNOWN
    }

    /** The number before the first dot; empty for rolling releases. */
    public Optional<Integer> majorVersion() {
        return version.map(it -> it.split("\\.", -1)[0])
                .filter(it -> it.matches("[0-9]{1,4}"))
                .map(Integer::valueOf);
    }
}
