package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.GrubEnvironment;
import io.github.rescuekit.installed.Releases;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.BootMenu;
import io.github.rescuekit.parse.BootEntryFile;
import io.github.rescuekit.parse.GrubConfig;
import io.github.rescuekit.parse.GrubLegacy;
import io.github.rescuekit.parse.Syslinux;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the boot loader's menu of an installed system, and the entry that it starts without a person. */
public final class BootMenus {

    private record Row(String pattern, Function<String, BootMenu> parser) {}

    private static final List<Row> FILES = List.of(
            new Row("/boot/grub/grub.cfg", GrubConfig::parse),
            // EL 7 and 8 with UEFI; a later one has a stub here, without entries, and its menu in /boot.
            new Row("/boot/efi/EFI/*/grub.cfg", GrubConfig::parse),
            new Row("/boot/grub2/grub.cfg", GrubConfig::parse),
            new Row("/boot/grub/menu.lst", GrubLegacy::parse),
            new Row("/boot/grub/grub.conf", GrubLegacy::parse),
            new Row("/boot/extlinux/extlinux.conf", Syslinux::parse),
            new Row("/boot/extlinux.conf", Syslinux::parse),
            new Row("/boot/syslinux/syslinux.cfg", Syslinux::parse));

    /** Where GRUB keeps its environment block. */
    public static final List<String> ENVIRONMENTS = List.of("/boot/grub2/grubenv", "/boot/grub/grubenv");

    public static final String ENTRY_DIRECTORY = "/boot/loader/entries/";
    /** Stays in the arguments of an entry when nothing sets it any more. */
    public static final String LOST = "$kernelopts";

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,4}(>\\d{1,4})*");

    private final SystemFiles files;

    public BootMenus(SystemFiles files) {
        this.files = files;
    }

    /** The menu; empty when no configuration holds an entry that starts a kernel. */
    public Optional<BootChoice> find() {
        return FILES.stream()
                .flatMap(row -> files.glob(row.pattern()).stream()
                        .map(SystemFile::path)
                        .flatMap(path -> read(path, row.parser()).stream()))
                .findFirst();
    }

    /** The same, and where there is none the entries of systemd-boot, which no recipe changes. */
    public Optional<BootChoice> started() {
        return find().or(() -> SystemdBoot.menu(files));
    }

    /** The configurations that are there, with or without entries. */
    public List<String> configurations() {
        return FILES.stream()
                .flatMap(row -> files.glob(row.pattern()).stream())
                .map(SystemFile::path)
                .toList();
    }

    private Optional<BootChoice> read(String path, Function<String, BootMenu> parser) {
        return files.text(path).map(text -> parser.apply(text.text())).flatMap(menu -> choice(path, menu));
    }

    private Optional<BootChoice> choice(String path, BootMenu menu) {
        Map<String, String> environment = environment();
        List<BootEntry> entries = menu.readsEntryFiles() ? fromFiles(menu, environment) : menu.entries();
        if (entries.stream().noneMatch(it -> it.kernel().isPresent())) {
            return Optional.empty();
        }
        Optional<String> word = defaultOf(menu, environment);
        Optional<BootEntry> named = word.flatMap(it -> named(it, entries));
        String how = word.map(it -> named.isPresent()
                        ? "the default is '" + it + "'"
                        : "the default '" + it + "' is not in the menu: the first entry is taken")
                .orElse("the first entry");
        return Optional.of(new BootChoice(path, menu, entries, named.orElse(entries.get(0)), how));
    }

    // What is to be started once goes before what is always started; of that, the last word counts.
    private static Optional<String> defaultOf(BootMenu menu, Map<String, String> environment) {
        Optional<String> once = menu.defaults().stream()
                .filter("${next_entry}"::equals)
                .map(it -> value(it, environment))
                .filter(it -> !it.isEmpty())
                .findFirst();
        return once.or(() -> menu.defaults().stream()
                .map(it -> value(it, environment))
                .filter(it -> !it.isEmpty())
                .reduce((first, second) -> second));
    }

    private static String value(String word, Map<String, String> environment) {
        if (word.equals("saved")) {
            return environment.getOrDefault("saved_entry", "");
        }
        return word.startsWith("${") && word.endsWith("}")
                ? environment.getOrDefault(word.substring(2, word.length() - 1), "")
                : word;
    }

    private static Optional<BootEntry> named(String word, List<BootEntry> entries) {
        if (NUMBERS.matcher(word).matches()) {
            List<Integer> place =
                    Stream.of(word.split(">")).map(Integer::valueOf).toList();
            return entries.stream()
                    .filter(it -> it.place().size() >= place.size()
                            && it.place().subList(0, place.size()).equals(place))
                    .findFirst();
        }
        // GRUB looks for each part in one menu only: submenu>entry, and never below that.
        int depth = (int) word.chars().filter(it -> it == '>').count() + 1;
        String last = word.substring(word.lastIndexOf('>') + 1);
        return entries.stream()
                .filter(it -> it.place().size() == depth)
                .filter(it ->
                        it.title().equals(last) || it.id().filter(last::equals).isPresent())
                .findFirst();
    }

    // blscfg shows the newest first.
    private List<BootEntry> fromFiles(BootMenu menu, Map<String, String> environment) {
        List<BootEntry> newestFirst = files.glob(ENTRY_DIRECTORY + "*.conf").stream()
                .map(SystemFile::path)
                .flatMap(path -> files.text(path).stream()
                        .map(text -> BootEntryFile.parse(text.text()).named(name(path))))
                .sorted(Comparator.comparing((BootEntry it) -> it.version().orElse(""), Releases.OLDEST_FIRST)
                        .reversed())
                .toList();
        String options = environment.getOrDefault("kernelopts", menu.variables().getOrDefault("kernelopts", ""));
        return Stream.iterate(0, it -> it < newestFirst.size(), it -> it + 1)
                .map(place -> newestFirst.get(place).at(place, expanded(newestFirst.get(place), options)))
                .toList();
    }

    // options $kernelopts $tuned_params
    private static List<String> expanded(BootEntry entry, String options) {
        return entry.arguments().stream()
                .flatMap(word -> word.equals(LOST) && !options.isBlank()
                        ? Stream.of(options.strip().split("[ \t]+"))
                        : Stream.of(word))
                .toList();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".conf".length());
    }

    private Map<String, String> environment() {
        return ENVIRONMENTS.stream()
                .flatMap(path -> files.head(path, GrubEnvironment.SIZE).stream())
                .map(bytes -> new GrubEnvironment(FileText.decode(bytes)).variables())
                .findFirst()
                .orElse(Map.of());
    }
}
