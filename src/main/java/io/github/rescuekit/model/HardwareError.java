package io.github.rescuekit.model;

import java.util.Optional;

/**
 * A line in which the kernel tells of an error of the hardware.
 *
 * @param device the disk that it is about, by the kernel's name, such as {@code sda}
 * @param sector the first sector of 512 bytes that could not be read or written
 */
public record HardwareError(Kind kind, String line, Optional<String> device, Optional<Long> sector) {

    /** The kinds, and what one of them says about the hardware. */
    public enum Kind {
        /** Data was wrong, or the processor gave up. */
        UNCORRECTED(Verdict.FAILED),
        /** Error correction put it right, this time. */
        CORRECTED(Verdict.SUSPECT),
        /** The processor slowed itself down, because it became too hot. */
        THROTTLED(Verdict.SUSPECT),
        /** A disk did not deliver, or did not take, a sector. */
        DISK(Verdict.FAILED);

        private final Verdict sign;

        Kind(Verdict sign) {
            this.sign = sign;
        }

        public Verdict sign() {
            return sign;
        }
    }
}
