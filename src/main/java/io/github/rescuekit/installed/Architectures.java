package io.github.rescuekit.installed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells for which processor a system was installed, from the ELF header of its own programs. */
public final class Architectures {

    private static final List<String> PROGRAMS = List.of(
            "/bin/sh",
            "/usr/bin/sh",
            "/sbin/init",
            "/usr/lib/systemd/systemd",
            "/bin/busybox",
            "/usr/bin/env",
            "/bin/ls");

    private static final int HEADER = 20;
    private static final int CLASS = 4;
    private static final int BITS_64 = 2;
    private static final int BYTE_ORDER = 5;
    private static final int BIG_ENDIAN = 2;
    private static final int MACHINE = 18;
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    /** What e_machine means in the words of uname(1), little-endian 64 bit unless the word says otherwise. */
    private static final Map<Integer, String> MACHINES = Map.ofEntries(
            Map.entry(2, "sparc"),
            Map.entry(3, "i686"),
            Map.entry(8, "mips"),
            Map.entry(20, "ppc"),
            Map.entry(21, "ppc64"),
            Map.entry(22, "s390"),
            Map.entry(40, "armv7l"),
            Map.entry(43, "sparc64"),
            Map.entry(50, "ia64"),
            Map.entry(62, "x86_64"),
            Map.entry(183, "aarch64"),
            Map.entry(243, "riscv"),
            Map.entry(258, "loongarch64"));

    /** Programs of the second run on a kernel of the first. */
    private static final Map<String, String> ALSO_RUN_BY = Map.of(
            "x86_64", "i686",
            "aarch64", "armv7l",
            "ppc64", "ppc",
            "s390x", "s390",
            "sparc64", "sparc",
            "mips64", "mips",
            "mips64el", "mipsel");

    /** Where Java has a word of its own. */
    private static final Map<String, String> JAVA_WORDS = Map.of("amd64", "x86_64", "i386", "i686", "arm", "armv7l");

    private Architectures() {}

    /** The architecture of the running system. */
    public static String ofThisMachine() {
        String word = System.getProperty("os.arch");
        return JAVA_WORDS.getOrDefault(word, word);
    }

    /** True when a kernel of that architecture runs such programs. */
    public static boolean runs(String kernel, String programs) {
        return kernel.equals(programs) || programs.equals(ALSO_RUN_BY.get(kernel));
    }

    /** The architecture by the first program that is an ELF file; empty when none is. */
    public static Optional<String> find(SystemFiles files) {
        return PROGRAMS.stream()
                .flatMap(program -> files.head(program, HEADER).stream())
                .flatMap(header -> of(header).stream())
                .findFirst();
    }

    /** The architecture of an ELF file by its first bytes. */
    public static Optional<String> of(byte[] header) {
        if (header.length < HEADER || !ByteBuffer.wrap(header, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return Optional.empty();
        }
        boolean big = header[BYTE_ORDER] == BIG_ENDIAN;
        int machine = ByteBuffer.wrap(header)
                        .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                        .getShort(MACHINE)
                & 0xffff;
        return Optional.of(word(machine, header[CLASS] == BITS_64, big));
    }

    // These are one machine number for both sizes or both byte orders; uname(1) has a word for each.
    private static String word(int machine, boolean is64, boolean big) {
        String name = MACHINES.getOrDefault(machine, "ELF machine " + machine);
        return switch (name) {
            case "mips" -> "mips" + (is64 ? "64" : "") + (big ? "" : "el");
            case "ppc64" -> big ? "ppc64" : "ppc64le";
            case "s390" -> is64 ? "s390x" : "s390";
            case "riscv" -> is64 ? "riscv64" : "riscv32";
            case "aarch64" -> big ? "aarch64_be" : "aarch64";
            default -> name;
        };
    }
}
