package io.github.rescuekit.mount;

import java.nio.ByteBuffer;

/** The bytes of a device, for reading. */
@FunctionalInterface
interface DeviceBlocks {

    /** Exactly {@code length} bytes from {@code offset}; zeros where the device ends before. */
    ByteBuffer read(long offset, int length);
}
