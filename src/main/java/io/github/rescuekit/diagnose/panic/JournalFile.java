package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.installed.SystemFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the last entries of a file of the systemd journal, as systemd.journal-fields(7) and the description of its format
 * name them. A program for it may be missing in rescue mode, older than the file, or follow links of a foreign system.
 */
final class JournalFile {

    /**
     * An entry.
     *
     * @param boot the id of the boot
     */
    record Entry(String boot, long microseconds, LogLine line) {}

    /** What it was reading does not look like a journal. */
    static final class Damaged extends RuntimeException {

        private static final long serialVersionUID = 1;

        Damaged(String reason) {
            super(reason);
        }
    }

    private static final int HEADER = 208;
    private static final int PAGE = 1 << 16;
    private static final int MOST_PAGES = 256;
    private static final int MOST_ARRAYS = 100_000;
    private static final int LONGEST_VALUE = 2048;
    private static final int COMPACT = 1 << 4;
    private static final int DATA = 1;
    private static final int ENTRY = 3;
    private static final int ENTRY_ARRAY = 6;
    private static final int COMPRESSED = 7;

    private final SystemFiles files;
    private final String path;
    private final boolean isCompact;
    private final Map<Long, byte[]> pages = new LinkedHashMap<>();
    private final Map<Long, String> values = new LinkedHashMap<>();

    private JournalFile(SystemFiles files, String path) {
        this.files = files;
        this.path = path;
        byte[] header = bytes(0, HEADER);
        if (!new String(header, 0, 8, StandardCharsets.ISO_8859_1).equals("LPKSHHRH")) {
            throw new Damaged("it does not begin like a journal");
        }
        this.isCompact = (number(12, 4) & COMPACT) != 0;
    }

    /**
     * The last entries, oldest first.
     *
     * @throws Damaged when nothing can be read; entries after a damaged one are left out
     */
    static List<Entry> last(SystemFiles files, String path, int most) {
        JournalFile file = new JournalFile(files, path);
        List<Long> places = file.lastPlaces(most);
        List<Entry> entries = new ArrayList<>();
        for (long place : places) {
            file.entry(place).ifPresent(entries::add);
        }
        return entries;
    }

    private List<Long> lastPlaces(int most) {
        List<long[]> arrays = new ArrayList<>();
        long at = number(176, 8);
        while (at != 0 && arrays.size() < MOST_ARRAYS) {
            require(at, ENTRY_ARRAY);
            long count = (size(at) - 24) / width();
            arrays.add(new long[] {at, count});
            long next = number(at + 16, 8);
            if (next != 0 && next <= at) {
                throw new Damaged("its entry arrays run in a circle");
            }
            at = next;
        }
        List<Long> places = new ArrayList<>();
        for (int i = arrays.size() - 1; i >= 0 && places.size() < most; i--) {
            backwards(arrays.get(i)[0], arrays.get(i)[1], most, places);
        }
        Collections.reverse(places);
        return places;
    }

    private void backwards(long array, long count, int most, List<Long> places) {
        long filled = filled(array, count);
        for (long item = filled - 1; item >= 0 && places.size() < most; item--) {
            places.add(number(array + 24 + item * width(), width()));
        }
    }

    // The last array is longer than what is in it: the rest are zeros.
    private long filled(long array, long count) {
        long low = 0;
        long high = count;
        while (low < high) {
            long middle = (low + high) / 2;
            if (number(array + 24 + middle * width(), width()) == 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int width() {
        return isCompact ? 4 : 8;
    }

    private Optional<Entry> entry(long at) {
        try {
            require(at, ENTRY);
            int item = isCompact ? 4 : 16;
            long count = (size(at) - 64) / item;
            Fields fields = new Fields();
            for (long i = 0; i < Math.min(count, 1024); i++) {
                fields.take(value(number(at + 64 + i * item, width())));
            }
            return Optional.of(new Entry(hex(bytes(at + 40, 16)), number(at + 24, 8), fields.line(number(at + 24, 8))));
        } catch (Damaged e) {
            return Optional.empty();
        }
    }

    /** The fields that a line is made of. */
    private static final class Fields {

        private String identifier = "";
        private String command = "";
        private String message = "";
        private boolean isOfTheKernel;

        void take(String field) {
            if (field.startsWith("MESSAGE=")) {
                message = field.substring("MESSAGE=".length());
            } else if (field.startsWith("SYSLOG_IDENTIFIER=")) {
                identifier = field.substring("SYSLOG_IDENTIFIER=".length());
            } else if (field.startsWith("_COMM=")) {
                command = field.substring("_COMM=".length());
            } else if (field.equals("_TRANSPORT=kernel")) {
                isOfTheKernel = true;
            }
        }

        // Every program may call itself "kernel"; the transport is the journal's own word.
        LogLine line(long microseconds) {
            String named = identifier.isEmpty() ? command : identifier;
            String program = isOfTheKernel ? "kernel" : named.equals("kernel") ? "\"kernel\"" : named;
            return new LogLine(
                    Instant.ofEpochMilli(microseconds / 1000).toString(),
                    program,
                    message.lines().findFirst().orElse(""));
        }
    }

    private String value(long at) {
        String known = values.get(at);
        if (known != null) {
            return known;
        }
        require(at, DATA);
        long payload = at + (isCompact ? 72 : 64);
        int length = (int) Math.max(0, Math.min(LONGEST_VALUE, size(at) - (payload - at)));
        boolean isCompressed = (number(at + 1, 1) & COMPRESSED) != 0;
        // Only what is longer than half a kilobyte is compressed, and no line that matters here is.
        String value = isCompressed ? "" : new String(bytes(payload, length), StandardCharsets.UTF_8);
        values.put(at, value);
        return value;
    }

    private void require(long at, int type) {
        if (at <= 0 || number(at, 1) != type) {
            throw new Damaged("there is no object of type " + type + " at " + at);
        }
    }

    private long size(long at) {
        long size = number(at + 8, 8);
        if (size < 16) {
            throw new Damaged("an object is too small at " + at);
        }
        return size;
    }

    private long number(long at, int length) {
        long number = 0;
        byte[] bytes = bytes(at, length);
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    private byte[] bytes(long at, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; ) {
            byte[] page = page((at + i) / PAGE);
            int from = (int) ((at + i) % PAGE);
            int count = Math.min(length - i, page.length - from);
            if (count <= 0) {
                throw new Damaged("it ends at " + (at + i));
            }
            System.arraycopy(page, from, bytes, i, count);
            i += count;
        }
        return bytes;
    }

    private byte[] page(long number) {
        byte[] known = pages.get(number);
        if (known != null) {
            return known;
        }
        if (number < 0) {
            throw new Damaged("a place before its beginning");
        }
        if (pages.size() >= MOST_PAGES) {
            pages.remove(pages.keySet().iterator().next());
        }
        byte[] page = files.part(path, number * PAGE, PAGE).orElseThrow(() -> new Damaged("it is gone"));
        pages.put(number, page);
        return page;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            text.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        return text.toString();
    }
}
