package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * An initramfs by its outside: what is in it is not looked at.
 *
 * @param format by its first bytes; empty when no kernel would unpack it
 */
record Initramfs(Bytes size, Optional<String> format) {

    private static final Bytes SMALLEST = Bytes.kib(512);
    private static final int HEAD = 8;

    // What the kernel unpacks, see init/initramfs.c and lib/decompress.c.
    private static final Map<String, String> FORMATS = Map.of(
            "303730373031", "cpio",
            "303730373032", "cpio",
            "1f8b", "gzip",
            "fd377a585a00", "xz",
            "28b52ffd", "zstd",
            "02214c18", "lz4",
            "425a68", "bzip2",
            "894c5a4f", "lzo",
            "5d0000", "lzma");

    /** The file at a path; empty when there is none. */
    static Optional<Initramfs> find(SystemFiles files, String path) {
        return files.find(path)
                .filter(SystemFile::isRegular)
                .map(file -> new Initramfs(file.size(), files.head(path, HEAD).flatMap(Initramfs::format)));
    }

    private static Optional<String> format(byte[] head) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(head, HEAD));
        return FORMATS.entrySet().stream()
                .filter(it -> hex.startsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    boolean isPlausible() {
        return format.isPresent() && size.isMoreThan(SMALLEST);
    }

    String inWords() {
        if (size.count() == 0 && format.isEmpty()) {
            return "it is empty";
        }
        return size + format.map(it -> ", " + it).orElse(", and it does not begin like an initramfs");
    }
}
