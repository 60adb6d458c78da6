package io.github.rescuekit.parse;

import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.BootMenu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the menu of GRUB 0.97: {@code menu.lst} on Debian, {@code grub.conf} on CentOS 6. */
public final class GrubLegacy {

    private static final Pattern BLANKS = Pattern.compile("[ \t=]+");

    private final List<BootEntry> entries = new ArrayList<>();
    private final List<String> defaults = new ArrayList<>();

    private GrubLegacy() {}

    /** Reads the text; what it does not know it passes over. */
    public static BootMenu parse(String text) {
        GrubLegacy menu = new GrubLegacy();
        Lines lines = new Lines(text);
        while (lines.next()) {
            String line = lines.line().strip();
            if (!line.startsWith("#")) {
                menu.line(lines.number(), BLANKS.split(line, 2));
            }
        }
        return new BootMenu(menu.entries, menu.defaults, false, Map.of());
    }

    private void line(int number, String[] words) {
        String value = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "default" -> defaults.add(value);
            case "title" -> entries.add(titled(value, number));
            case "kernel", "initrd", "uuid" -> fill(words[0], value);
            default -> {}
        }
    }

    private BootEntry titled(String title, int number) {
        return new BootEntry(
                List.of(entries.size()),
                title,
                Optional.empty(),
                Optional.empty(),
                number,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private void fill(String command, String value) {
        if (entries.isEmpty() || value.isEmpty()) {
            return;
        }
        BootEntry it = entries.get(entries.size() - 1);
        List<String> words = List.of(value.split("[ \t]+"));
        boolean kernel = command.equals("kernel");
        entries.set(
                entries.size() - 1,
                new BootEntry(
                        it.place(),
                        it.title(),
                        it.id(),
                        it.version(),
                        it.line(),
                        command.equals("uuid") ? Optional.of("UUID=" + value) : it.filesystem(),
                        kernel ? Optional.of(words.get(0)) : it.kernel(),
                        command.equals("initrd") ? words : it.initramfs(),
                        kernel ? words.subList(1, words.size()) : it.arguments()));
    }
}
