package io.github.rescuekit.leave;

import io.github.rescuekit.model.BootEntry;

/**
 * What the boot loader starts by itself.
 *
 * @param file its configuration
 * @param hasEntryFiles the entries are files of their own
 * @param chosen the entry
 * @param how why it is this one
 */
record BootChoice(String file, boolean hasEntryFiles, BootEntry chosen, String how) {

    /** The entry for a person: its title, or the name of its file. */
    String name() {
        return chosen.title().isEmpty() ? chosen.id().orElse("entry in line " + chosen.line()) : chosen.title();
    }

    /** Where the entry is written. */
    String where() {
        return hasEntryFiles
                ? BootMenus.ENTRY_DIRECTORY + chosen.id().orElse("") + ".conf"
                : file + " line " + chosen.line();
    }
}
