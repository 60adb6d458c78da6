package io.github.rescuekit.model;

import java.util.List;
import java.util.Map;

/**
 * The configuration of a boot loader.
 *
 * @param defaults what it sets the default entry to, in the order of the file: a number, a title, an id, a variable
 * @param readsEntryFiles the entries are files of their own, below {@code /boot/loader/entries}
 * @param variables what the file itself sets; of two values for one name the later
 */
public record BootMenu(
        List<BootEntry> entries, List<String> defaults, boolean readsEntryFiles, Map<String, String> variables) {

    public BootMenu {
        entries = List.copyOf(entries);
        defaults = List.copyOf(defaults);
        variables = Map.copyOf(variables);
    }
}
