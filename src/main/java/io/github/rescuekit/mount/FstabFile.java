package io.github.rescuekit.mount;

import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Fstab.Malformed;
import io.github.rescuekit.model.LayerNames;
import io.github.rescuekit.parse.Crypttab;
import io.github.rescuekit.parse.MdadmConf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The target's {@code /etc/fstab}, as the target sees it, and the names that the files beside it give. */
final class FstabFile {

    static final String PATH = "/etc/fstab";

    private static final String CRYPTTAB = "/etc/crypttab";
    private static final List<String> MDADM_CONF = List.of("/etc/mdadm/mdadm.conf", "/etc/mdadm.conf");
    private static final int MOST_BYTES = 1 << 20;
    private static final Fstab NONE = new Fstab(List.of(), List.of());

    private FstabFile() {}

    /** Its lines; none when there is no such file. A file that is not read is told as a malformed line 0. */
    static Fstab read(TargetPaths paths) {
        try {
            return text(paths, PATH).map(io.github.rescuekit.parse.Fstab::parse).orElse(NONE);
        } catch (IOException e) {
            return new Fstab(List.of(), List.of(new Malformed(0, String.valueOf(e.getMessage()))));
        }
    }

    /** What the files beside it call the devices that are unlocked and assembled; one that cannot be read names none. */
    static LayerNames layerNames(TargetPaths paths) {
        return new LayerNames(
                Crypttab.parse(readable(paths, CRYPTTAB)),
                MDADM_CONF.stream()
                        .flatMap(it -> MdadmConf.parse(readable(paths, it)).stream())
                        .toList());
    }

    private static String readable(TargetPaths paths, String path) {
        try {
            return text(paths, path).orElse("");
        } catch (IOException e) {
            System.getLogger(FstabFile.class.getName()).log(System.Logger.Level.DEBUG, "no names from " + path, e);
            return "";
        }
    }

    private static Optional<String> text(TargetPaths paths, String path) throws IOException {
        Optional<Path> file = paths.resolve(path)
                .map(paths::outside)
                .filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = head(file.get());
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is larger than 1 MiB and was not read");
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new IOException("it could not be read: " + e.getMessage(), e);
        }
    }

    /** True when what is told stands for the whole file. */
    static boolean isWholeFile(Malformed malformed) {
        return malformed.line() == 0;
    }
}
