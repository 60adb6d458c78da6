package io.github.rescuekit.leave;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads from an ELF program which dynamic linker loads it: without that file the kernel cannot start it, see elf(5). */
final class ElfInterpreter {

    private static final int CLASS = 4;
    private static final int BITS_64 = 2;
    private static final int BYTE_ORDER = 5;
    private static final int LITTLE_ENDIAN = 1;
    private static final int HEADER_SIZE = 64;
    private static final int TABLE_OFFSET = 32;
    private static final int ENTRY_SIZE = 54;
    private static final int ENTRY_COUNT = 56;
    private static final int INTERP = 3;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SEGMENT_SIZE = 32;
    private static final int SEGMENT_HEADER = 56;

    private ElfInterpreter() {}

    /** The path of the linker; empty for a static program, one of 32 bits, or no ELF file. */
    static Optional<String> of(byte[] head) {
        if (head.length < HEADER_SIZE || head[0] != 0x7f || head[1] != 'E' || head[CLASS] != BITS_64) {
            return Optional.empty();
        }
        ByteBuffer elf = ByteBuffer.wrap(head)
                .order(head[BYTE_ORDER] == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long table = elf.getLong(TABLE_OFFSET);
        int size = Short.toUnsignedInt(elf.getShort(ENTRY_SIZE));
        int count = Short.toUnsignedInt(elf.getShort(ENTRY_COUNT));
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * size;
            if (at < 0 || at > head.length - SEGMENT_HEADER) {
                return Optional.empty();
            }
            if (elf.getInt((int) at) == INTERP) {
                return text(head, elf.getLong((int) at + SEGMENT_OFFSET), elf.getLong((int) at + SEGMENT_SIZE));
            }
        }
        return Optional.empty();
    }

    // It ends with a zero byte.
    private static Optional<String> text(byte[] head, long offset, long size) {
        if (offset < 0 || offset > head.length || size < 2 || size > head.length - offset) {
            return Optional.empty();
        }
        return Optional.of(new String(head, (int) offset, (int) size - 1, StandardCharsets.ISO_8859_1))
                .filter(path -> path.startsWith("/"));
    }
}
