package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a disk in its many spellings. */
final class FdiskSize {

    private static final Pattern BYTES = Pattern.compile("[^,]*, (\\d{1,18}) bytes.*");
    private static final Pattern GEOMETRY =
            Pattern.compile("(\\d{1,5}) heads, (\\d{1,5}) sectors(?:/track)?, (\\d{1,8}) cylinders.*");
    private static final Pattern ROUNDED = Pattern.compile("(\\d{1,6})(?:\\.(\\d))? ([KMGT])(i?)B\\b.*");
    private static final long SECTOR = 512;

    private FdiskSize() {}

    static Optional<Bytes> of(String text) {
        Matcher bytes = BYTES.matcher(text);
        if (bytes.matches()) {
            return Optional.of(new Bytes(Long.parseLong(bytes.group(1))));
        }
        Matcher geometry = GEOMETRY.matcher(text);
        if (geometry.matches()) {
            return Optional.of(new Bytes(Long.parseLong(geometry.group(1))
                    * Long.parseLong(geometry.group(2))
                    * Long.parseLong(geometry.group(3))
                    * SECTOR));
        }
        Matcher rounded = ROUNDED.matcher(text);
        return rounded.matches() ? Optional.of(rounded(rounded)) : Optional.empty();
    }

    private static Bytes rounded(Matcher rounded) {
        long tenths = Long.parseLong(rounded.group(1)) * 10
                + (rounded.group(2) == null ? 0 : Long.parseLong(rounded.group(2)));
        long unit = 1;
        for (int i = "KMGT".indexOf(rounded.group(3)); i >= 0; i--) {
            unit *= rounded.group(4).isEmpty() ? 1000 : 1024;
        }
        return new Bytes(unit / 10 * tenths);
    }
}
