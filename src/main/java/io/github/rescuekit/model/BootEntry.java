package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * One entry of a boot loader's menu.
 *
 * @param place its number in the menu, counted from 0, behind that of the submenu it is in
 * @param version the release of the kernel, where the entry tells
 * @param line where it begins in its file, counted from 1
 * @param filesystem what the loader searches for to find the files, such as {@code UUID=...}
 * @param kernel its path on that filesystem; empty for an entry that starts no Linux
 * @param arguments the kernel's command line
 */
public record BootEntry(
        List<Integer> place,
        String title,
        Optional<String> id,
        Optional<String> version,
        int line,
        Optional<String> filesystem,
        Optional<String> kernel,
        List<String> initramfs,
        List<String> arguments) {

    public BootEntry {
        place = List.copyOf(place);
        initramfs = List.copyOf(initramfs);
        arguments = List.copyOf(arguments);
    }

    /** The value of a kernel argument; of two the later counts. */
    public Optional<String> argument(String name) {
        return arguments.stream()
                .filter(it -> it.startsWith(name + "="))
                .map(it -> it.substring(name.length() + 1))
                .reduce((first, second) -> second);
    }

    /** The same as a file of the boot loader specification, which is known by its name. */
    public BootEntry named(String file) {
        return new BootEntry(place, title, Optional.of(file), version, line, filesystem, kernel, initramfs, arguments);
    }

    /** The same at a place in the menu, with what its variables stand for. */
    public BootEntry at(int number, List<String> expanded) {
        return new BootEntry(List.of(number), title, id, version, line, filesystem, kernel, initramfs, expanded);
    }
}
