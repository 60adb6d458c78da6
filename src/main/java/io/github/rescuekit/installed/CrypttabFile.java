package io.github.rescuekit.installed;

import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.parse.Crypttab;
import java.util.List;

/** The {@code /etc/crypttab} of an installed system: what it unlocks at boot, and under which names. */
public final class CrypttabFile {

    public static final String PATH = "/etc/crypttab";

    private CrypttabFile() {}

    /** Its lines; none when there is no such file. */
    public static List<CrypttabEntry> entries(SystemFiles files) {
        return files.text(PATH).map(FileText::text).map(Crypttab::parse).orElse(List.of());
    }
}
