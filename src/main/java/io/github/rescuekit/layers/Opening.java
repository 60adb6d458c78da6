package io.github.rescuekit.layers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the operator allows.
 *
 * @param degraded also arrays of which a device is missing that may hold newer data
 * @param keys of an encrypted device, by its path; empty when there is none to be had
 * @param headers files with the LUKS header of a device, by its path: a backup, or one that never was on the device
 */
public record Opening(
        Access access, boolean degraded, Function<String, Optional<LuksKey>> keys, Map<String, Path> headers) {

    public Opening {
        headers = Map.copyOf(headers);
    }

    public Opening(Access access, boolean degraded, Function<String, Optional<LuksKey>> keys) {
        this(access, degraded, keys, Map.of());
    }

    /** The same with other keys. */
    public Opening with(Function<String, Optional<LuksKey>> otherKeys) {
        return new Opening(access, degraded, otherKeys, headers);
    }
}
