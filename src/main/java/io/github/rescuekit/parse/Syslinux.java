package io.github.rescuekit.parse;

import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.BootMenu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the menu of extlinux and syslinux, which Alpine boots from. */
public final class Syslinux {

    private final List<BootEntry> entries = new ArrayList<>();
    private final List<String> defaults = new ArrayList<>();

    private Syslinux() {}

    /** Reads the text; what it does not know it passes over. */
    public static BootMenu parse(String text) {
        Syslinux menu = new Syslinux();
        Lines lines = new Lines(text);
        while (lines.next()) {
            String[] words = lines.line().strip().split("[ \t]+", 2);
            menu.line(lines.number(), words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }
        return new BootMenu(menu.entries, menu.defaults, false, Map.of());
    }

    private void line(int number, String key, String value) {
        if (key.equals("DEFAULT") && !value.endsWith(".c32")) {
            defaults.add(value);
        } else if (key.equals("MENU") && value.equalsIgnoreCase("default") && !entries.isEmpty()) {
            defaults.add(entries.get(entries.size() - 1).title());
        } else if (key.equals("LABEL")) {
            entries.add(new BootEntry(
                    List.of(entries.size()),
                    value,
                    Optional.of(value),
                    Optional.empty(),
                    number,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of()));
        } else if (!entries.isEmpty() && !value.isEmpty()) {
            entries.set(entries.size() - 1, filled(entries.get(entries.size() - 1), key, value));
        }
    }

    private static BootEntry filled(BootEntry it, String key, String value) {
        return switch (key) {
            case "KERNEL", "LINUX" -> with(it, Optional.of(value), it.initramfs(), it.arguments());
            case "INITRD" -> with(it, it.kernel(), List.of(value.split(",")), it.arguments());
            case "APPEND" -> appended(it, List.of(value.split("[ \t]+")));
            default -> it;
        };
    }

    // Old configurations give the initramfs among the arguments.
    private static BootEntry appended(BootEntry it, List<String> arguments) {
        List<String> initramfs = Stream.concat(
                        it.initramfs().stream(),
                        arguments.stream()
                                .filter(word -> word.startsWith("initrd="))
                                .flatMap(word -> Stream.of(
                                        word.substring("initrd=".length()).split(","))))
                .filter(path -> !path.isEmpty())
                .toList();
        return with(it, it.kernel(), initramfs, arguments);
    }

    private static BootEntry with(
            BootEntry it, Optional<String> kernel, List<String> initramfs, List<String> arguments) {
        return new BootEntry(
                it.place(),
                it.title(),
                it.id(),
                it.version(),
                it.line(),
                it.filesystem(),
                kernel,
                initramfs,
                arguments);
    }
}
