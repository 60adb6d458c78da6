package io.github.rescuekit.parse;

import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.BootMenu;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the menu out of a {@code grub.cfg}: a script, of which only the commands that make and fill entries are looked at.
 * Both branches of an {@code if} are read, and the later counts.
 */
public final class GrubConfig {

    private static final Set<String> KERNEL = Set.of("linux", "linux16", "linuxefi");
    private static final Set<String> INITRAMFS = Set.of("initrd", "initrd16", "initrdefi");
    private static final Set<String> JOINTS = Set.of("then", "else");
    private static final int DEEPEST = 32;

    /** What a brace opened: a submenu, an entry, or a function, which is passed over. */
    private record Block(Kind kind, int place, Optional<Draft> draft) {}

    private enum Kind {
        SUBMENU,
        ENTRY,
        OTHER
    }

    /** An entry as far as it was read. */
    private static final class Draft {

        private final List<Integer> place;
        private final String title;
        private final Optional<String> id;
        private final int line;
        private Optional<String> filesystem = Optional.empty();
        private Optional<String> kernel = Optional.empty();
        private List<String> initramfs = List.of();
        private List<String> arguments = List.of();

        Draft(List<Integer> place, String title, Optional<String> id, int line) {
            this.place = place;
            this.title = title;
            this.id = id;
            this.line = line;
        }

        BootEntry entry() {
            return new BootEntry(place, title, id, Optional.empty(), line, filesystem, kernel, initramfs, arguments);
        }
    }

    private final List<Draft> drafts = new ArrayList<>();
    private final List<String> defaults = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<List<Integer>, String> submenus = new HashMap<>();
    private final Deque<Block> open = new ArrayDeque<>();
    private final Deque<Integer> counts = new ArrayDeque<>(List.of(0));
    private boolean readsEntryFiles;

    private GrubConfig() {}

    /** Reads the text; what it does not know it passes over. */
    public static BootMenu parse(String text) {
        GrubConfig config = read(text);
        return new BootMenu(
                config.drafts.stream().map(Draft::entry).toList(),
                config.defaults,
                config.readsEntryFiles,
                config.variables);
    }

    /** What GRUB calls each submenu, its id or its title, by its place in the menu. */
    public static Map<List<Integer>, String> submenus(String text) {
        return Map.copyOf(read(text).submenus);
    }

    private static GrubConfig read(String text) {
        GrubConfig config = new GrubConfig();
        Lines lines = new Lines(text);
        while (lines.next()) {
            config.commands(lines.number(), GrubWords.of(lines.line().strip()));
        }
        return config;
    }

    // if [ ... ]; then search ...; else ...; fi
    private void commands(int number, List<String> words) {
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.equals(";")) {
                command(number, command);
                command.clear();
            } else if (!command.isEmpty() || !JOINTS.contains(word)) {
                command.add(word);
            }
        }
        command(number, command);
    }

    private void command(int number, List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        switch (words.get(0)) {
            case "menuentry", "submenu" -> open(number, words);
            case "function" -> push(new Block(Kind.OTHER, 0, Optional.empty()));
            case "}" -> close();
            case "set" -> set(words);
            case "blscfg" -> readsEntryFiles = true;
            default -> draft().ifPresent(it -> fill(it, words));
        }
    }

    private void open(int number, List<String> words) {
        int place = counts.pop();
        counts.push(place + 1);
        boolean entry = words.get(0).equals("menuentry");
        String title = words.size() > 1 ? words.get(1) : "";
        if (entry) {
            Draft draft = new Draft(place(place), title, id(words), number);
            drafts.add(draft);
            push(new Block(Kind.ENTRY, place, Optional.of(draft)));
        } else {
            submenus.put(place(place), id(words).orElse(title));
            if (push(new Block(Kind.SUBMENU, place, Optional.empty()))) {
                counts.push(0);
            }
        }
    }

    private boolean push(Block block) {
        if (open.size() >= DEEPEST) {
            return false;
        }
        open.push(block);
        return true;
    }

    private List<Integer> place(int last) {
        List<Integer> place = new ArrayList<>();
        open.descendingIterator().forEachRemaining(block -> {
            if (block.kind() == Kind.SUBMENU) {
                place.add(block.place());
            }
        });
        place.add(last);
        return place;
    }

    // menuentry 'Debian' --class debian $menuentry_id_option 'gnulinux-simple-1ab0' {
    private static Optional<String> id(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).startsWith("--id=")) {
                return Optional.of(words.get(i).substring("--id=".length()));
            }
            if (i + 1 < words.size() && Set.of("--id", "$menuentry_id_option").contains(words.get(i))) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private void close() {
        Block closed = open.poll();
        if (closed != null && closed.kind() == Kind.SUBMENU) {
            counts.pop();
        }
    }

    private void set(List<String> words) {
        String assignment = words.size() > 1 ? words.get(1) : "";
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            String name = assignment.substring(0, equals);
            String value = assignment.substring(equals + 1);
            variables.put(name, value);
            if (name.equals("default")) {
                defaults.add(value);
            }
        }
    }

    private Optional<Draft> draft() {
        return open.isEmpty() ? Optional.empty() : open.element().draft();
    }

    private static void fill(Draft draft, List<String> words) {
        String command = words.get(0);
        if (KERNEL.contains(command) && words.size() > 1) {
            draft.kernel = Optional.of(words.get(1));
            draft.arguments = List.copyOf(words.subList(2, words.size()));
        } else if (INITRAMFS.contains(command)) {
            draft.initramfs = List.copyOf(words.subList(1, words.size()));
        } else if (command.equals("search")) {
            searched(words).ifPresent(it -> draft.filesystem = Optional.of(it));
        } else if (command.equals("search.fs_uuid") && words.size() > 1) {
            draft.filesystem = Optional.of("UUID=" + words.get(1));
        }
    }

    // search --no-floppy --fs-uuid --set=root --hint-bios=hd0,gpt2 1ab00001-0003-4000-8000-000000000000
    private static Optional<String> searched(List<String> words) {
        boolean isForRoot = words.stream()
                .filter(it -> it.startsWith("--set"))
                .allMatch(it -> it.equals("--set") || it.equals("--set=root"));
        String value = words.get(words.size() - 1);
        if (!isForRoot || value.startsWith("-")) {
            return Optional.empty();
        }
        if (words.contains("--fs-uuid") || words.contains("-u")) {
            return Optional.of("UUID=" + value);
        }
        return words.contains("--label") || words.contains("-l") ? Optional.of("LABEL=" + value) : Optional.empty();
    }
}
