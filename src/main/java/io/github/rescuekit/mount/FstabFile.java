package io.github.rescuekit.mount;

import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Fstab.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The target's {@code /etc/fstab}, as the target sees it. */
final class FstabFile {

    static final String PATH = "/etc/fstab";

    private static final int MOST_BYTES = 1 << 20;
    private static final Fstab NONE = new Fstab(List.of(), List.of());

    private FstabFile() {}

    /** Its lines; none when there is no such file. A file that is not read is told as a malformed line 0. */
    static Fstab read(TargetPaths paths) {
        Optional<Path> file = paths.resolve(PATH)
                .map(paths::outside)
                .filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS));
        if (file.isEmpty()) {
            return NONE;
        }
        try (InputStream in = Files.newInputStream(file.get(), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES
                    ? unreadable("it is larger than 1 MiB and was not read")
                    : io.github.rescuekit.parse.Fstab.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return unreadable("it could not be read: " + e.getMessage());
        }
    }

    /** True when what is told stands for the whole file. */
    static boolean isWholeFile(Malformed malformed) {
        return malformed.line() == 0;
    }

    private static Fstab unreadable(String why) {
        return new Fstab(List.of(), List.of(new Malformed(0, why)));
    }
}
