package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.RescueException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Reads which files lie in an initramfs: archives one after the other, each plain or packed. The microcode of processors
 * comes first, in a plain one.
 */
final class ContentReader {

    private static final int BUFFER = 1 << 16;

    private final Unpacker unpacker;
    // Several recipes ask for the same file.
    private final Map<SystemFiles, Map<SystemFile, Content>> known = Collections.synchronizedMap(new WeakHashMap<>());

    ContentReader(Unpacker unpacker) {
        this.unpacker = unpacker;
    }

    /** What lies in a regular file of the installed system. */
    Content read(SystemFiles files, SystemFile file) {
        Map<SystemFile, Content> read =
                known.computeIfAbsent(files, it -> Collections.synchronizedMap(new HashMap<>()));
        return read.computeIfAbsent(file, it -> content(files, it.path()));
    }

    private Content content(SystemFiles files, String path) {
        Set<String> names = new HashSet<>();
        Map<String, String> texts = new HashMap<>();
        try (PushbackInputStream in = pushback(new BufferedInputStream(new FileParts(files, path), BUFFER))) {
            while (archive(in, names, texts)) {
                // one after the other
            }
            return new Content(names, texts, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            return new Content(names, texts, Optional.of(String.valueOf(e.getMessage())), Optional.empty());
        } catch (RescueException e) {
            return new Content(
                    names,
                    texts,
                    Optional.empty(),
                    Optional.of(e.unlessInterrupted().happened()));
        }
    }

    // Packed ones reach to the end of the file: what unpacks them reads all of it.
    private boolean archive(PushbackInputStream in, Set<String> names, Map<String, String> texts) throws IOException {
        Optional<byte[]> head = head(in);
        if (head.isEmpty()) {
            return false;
        }
        Packing packing = Packing.of(head.get())
                .orElseThrow(() -> new IOException("after its archives comes something that is none"));
        if (packing == Packing.CPIO) {
            new Cpio(in, names::add, texts::put).read();
            return true;
        }
        try (PushbackInputStream unpacked = pushback(unpacker.unpack(packing, in))) {
            while (head(unpacked).isPresent()) {
                new Cpio(unpacked, names::add, texts::put).read();
            }
        }
        return false;
    }

    // Zeros fill up to the next archive; empty at the end.
    private static Optional<byte[]> head(PushbackInputStream in) throws IOException {
        int first = in.read();
        while (first == 0) {
            first = in.read();
        }
        if (first < 0) {
            return Optional.empty();
        }
        in.unread(first);
        byte[] head = in.readNBytes(Packing.HEAD);
        in.unread(head);
        return Optional.of(head);
    }

    private static PushbackInputStream pushback(InputStream in) {
        return new PushbackInputStream(new BufferedInputStream(in, BUFFER), Packing.HEAD);
    }

    /** A file of an installed system as a stream: it is opened for each part, and never leads out of the system. */
    private static final class FileParts extends InputStream {

        private static final int PART = 1 << 20;

        private final SystemFiles files;
        private final String path;
        private byte[] part = new byte[0];
        private int at;
        private long next;

        FileParts(SystemFiles files, String path) {
            this.files = files;
            this.path = path;
        }

        @Override
        public int read() {
            return fill() ? part[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int count) {
            if (count > 0 && !fill()) {
                return -1;
            }
            int read = Math.min(count, part.length - at);
            System.arraycopy(part, at, bytes, from, read);
            at += read;
            return read;
        }

        private boolean fill() {
            if (at == part.length) {
                part = files.part(path, next, PART).orElse(new byte[0]);
                next += part.length;
                at = 0;
            }
            return at < part.length;
        }
    }
}
