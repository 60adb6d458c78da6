package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.BootMenu;
import java.util.List;

/**
 * What the boot loader starts by itself.
 *
 * @param file its configuration
 * @param menu what the configuration says
 * @param entries all that can be chosen, also where they are files of their own
 * @param chosen the entry
 * @param how why it is this one
 */
public record BootChoice(String file, BootMenu menu, List<BootEntry> entries, BootEntry chosen, String how) {

    public BootChoice {
        entries = List.copyOf(entries);
    }

    /** The entry for a person: its title, or the name of its file. */
    public String name() {
        return chosen.title().isEmpty() ? chosen.id().orElse("entry in line " + chosen.line()) : chosen.title();
    }

    /** Where the entry is written. */
    public String where() {
        return menu.readsEntryFiles()
                ? BootMenus.ENTRY_DIRECTORY + chosen.id().orElse("") + ".conf"
                : file + " line " + chosen.line();
    }
}
