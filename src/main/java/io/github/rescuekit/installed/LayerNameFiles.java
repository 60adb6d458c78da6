package io.github.rescuekit.installed;

import io.github.rescuekit.model.LayerNames;
import io.github.rescuekit.parse.Crypttab;
import io.github.rescuekit.parse.MdadmConf;
import java.util.List;
import java.util.Optional;

/** The files of an installed system that name what it unlocks and assembles at boot. */
public final class LayerNameFiles {

    public static final String CRYPTTAB = "/etc/crypttab";

    /** Debian's place, and that of the others. */
    public static final List<String> MDADM_CONF = List.of("/etc/mdadm/mdadm.conf", "/etc/mdadm.conf");

    private LayerNameFiles() {}

    /** What they say; nothing where there is no such file. */
    public static LayerNames names(SystemFiles files) {
        return new LayerNames(
                text(files, CRYPTTAB).map(Crypttab::parse).orElse(List.of()),
                MDADM_CONF.stream()
                        .flatMap(it -> text(files, it).stream())
                        .flatMap(it -> MdadmConf.parse(it).stream())
                        .toList());
    }

    private static Optional<String> text(SystemFiles files, String path) {
        return files.text(path).map(FileText::text);
    }
}
