package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads the names in a cpio archive of the "newc" format, and the texts of a few small files; see buffer-format.rst of the
 * kernel.
 */
final class Cpio {

    private static final int HEADER = 110;
    private static final int FIELD = 8;
    private static final int SIZE = 54;
    private static final int NAME_SIZE = 94;
    private static final Pattern MAGIC = Pattern.compile("07070[12][0-9A-Fa-f]{104}");
    private static final String TRAILER = "TRAILER!!!";
    // PATH_MAX, as the kernel has it.
    private static final int LONGEST_NAME = 4096;
    private static final int LONGEST_TEXT = 1 << 16;
    private static final long MOST_BYTES = 8L << 30;
    private static final int MOST_NAMES = 1_000_000;

    private final InputStream in;
    private final Consumer<String> names;
    private final BiConsumer<String, String> texts;
    private long position;
    private int count;

    /** @param texts hears what is in the files of {@link Content#READ} */
    Cpio(InputStream in, Consumer<String> names, BiConsumer<String, String> texts) {
        this.in = in;
        this.names = names;
        this.texts = texts;
    }

    /**
     * Reads one archive, to the end of its trailer.
     *
     * @throws IOException when it breaks off or is damaged
     * @throws RescueException when it is larger than any initramfs
     */
    void read() throws IOException {
        position = 0;
        while (!entry()) {
            if (position > MOST_BYTES || count > MOST_NAMES) {
                throw new RescueException(
                        ExitCode.NOT_UNDERSTOOD,
                        "it unpacks to more than any initramfs holds",
                        "look at it by hand: lsinitramfs or lsinitrd");
            }
        }
    }

    private boolean entry() throws IOException {
        String header = new String(bytes(HEADER), StandardCharsets.ISO_8859_1);
        if (!MAGIC.matcher(header).matches()) {
            throw new IOException("what should be the header of a file is none");
        }
        long size = field(header, SIZE);
        long length = field(header, NAME_SIZE);
        if (length < 1 || length > LONGEST_NAME) {
            throw new IOException("a file in it has a name of " + length + " bytes");
        }
        String name = new String(bytes((int) length), 0, (int) length - 1, StandardCharsets.UTF_8);
        align();
        if (name.equals(TRAILER)) {
            return true;
        }
        String plain = name.replaceFirst("^(\\./+|/+)+", "");
        if (Content.READ.contains(plain) && size <= LONGEST_TEXT) {
            texts.accept(plain, new String(bytes((int) size), StandardCharsets.UTF_8));
        } else {
            skip(size);
        }
        align();
        count++;
        names.accept(plain);
        return false;
    }

    private static long field(String header, int at) {
        return Long.parseLong(header.substring(at, at + FIELD), 16);
    }

    private byte[] bytes(int wanted) throws IOException {
        byte[] bytes = in.readNBytes(wanted);
        position += bytes.length;
        if (bytes.length < wanted) {
            throw new EOFException("it breaks off");
        }
        return bytes;
    }

    private void skip(long wanted) throws IOException {
        try {
            in.skipNBytes(wanted);
        } catch (EOFException e) {
            throw (IOException) new EOFException("it breaks off").initCause(e);
        }
        position += wanted;
    }

    // Headers and contents begin at multiples of four.
    private void align() throws IOException {
        skip(-position & 3);
    }
}
