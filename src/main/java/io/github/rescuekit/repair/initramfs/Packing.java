package io.github.rescuekit.repair.initramfs;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an archive in an initramfs is packed: what the kernel unpacks, see init/initramfs.c and lib/decompress.c. */
public enum Packing {
    CPIO("303730373031", "303730373032"),
    GZIP("1f8b"),
    XZ("fd377a585a00"),
    ZSTD("28b52ffd"),
    LZ4("02214c18"),
    BZIP2("425a68"),
    LZO("894c5a4f"),
    LZMA("5d0000");

    /** So many bytes tell them apart. */
    public static final int HEAD = 8;

    private final List<String> beginnings;

    Packing(String... beginnings) {
        this.beginnings = List.of(beginnings);
    }

    /** By the first bytes; empty when no kernel would unpack it. */
    public static Optional<Packing> of(byte[] head) {
        String hex = HexFormat.of().formatHex(head);
        return Arrays.stream(values())
                .filter(it -> it.beginnings.stream().anyMatch(hex::startsWith))
                .findFirst();
    }

    public String inWords() {
        return name().toLowerCase(Locale.ROOT);
    }
}
