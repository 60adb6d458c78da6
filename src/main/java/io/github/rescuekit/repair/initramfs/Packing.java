package io.github.rescuekit.repair.initramfs;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** How an archive in an initramfs is packed: what the kernel unpacks, see init/initramfs.c and lib/decompress.c. */
public enum Packing {
    // "070701" and "070702", the second with checksums.
    CPIO("30373037303[12].*"),
    GZIP("1f8b.*"),
    XZ("fd377a585a00.*"),
    ZSTD("28b52ffd.*"),
    LZ4("02214c18.*"),
    BZIP2("425a68.*"),
    LZO("894c5a4f.*"),
    LZMA("5d0000.*");

    /** So many bytes tell them apart. */
    public static final int HEAD = 8;

    private final String beginning;

    /** @param beginning of the archive, a regular expression for its hexadecimal digits */
    Packing(String beginning) {
        this.beginning = beginning;
    }

    /** By the first bytes; empty when no kernel would unpack it. */
    public static Optional<Packing> of(byte[] head) {
        String hex = HexFormat.of().formatHex(head);
        return Arrays.stream(values()).filter(it -> hex.matches(it.beginning)).findFirst();
    }

    public String inWords() {
        return name().toLowerCase(Locale.ROOT);
    }
}
