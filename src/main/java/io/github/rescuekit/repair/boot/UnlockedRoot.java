package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.FstabEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The LUKS volume that holds the root of a system: what the system calls it when it is unlocked.
 *
 * @param encrypted the device that LUKS is on
 * @param opened its content, as it is unlocked here
 * @param uses where the system names it, crypttab excepted
 */
public record UnlockedRoot(BlockDevice encrypted, BlockDevice opened, List<Use> uses) {

    private static final String LUKS = "crypto_LUKS";
    private static final String MAPPER = "/dev/mapper/";
    // cryptdevice=UUID=...:cryptroot:allow-discards of Arch, rd.luks.name=UUID=cryptroot of systemd
    private static final Pattern DEVICE_AND_NAME =
            Pattern.compile("cryptdevice=(?<device>[^:]+):(?<name>[^:]+)(?::.*)?");
    private static final Pattern UUID_AND_NAME =
            Pattern.compile("(?:rd\\.)?luks\\.name=(?:luks-)?(?<uuid>[0-9a-fA-F-]+)=(?<name>.+)");

    /**
     * A place that gives it a name.
     *
     * @param where for a person, such as {@code /etc/fstab line 2}
     */
    public record Use(String name, String where) {

        @Override
        public String toString() {
            return where + " calls it " + name;
        }
    }

    public UnlockedRoot {
        uses = List.copyOf(uses);
    }

    /** The volume; empty where the root lies in none, or in several. */
    public static Optional<UnlockedRoot> of(BootView view) {
        Set<BlockDevice> below = view.system().machine().stackOf(view.root());
        List<BlockDevice> opened =
                below.stream().filter(it -> it.kind() == DeviceKind.CRYPT).toList();
        List<BlockDevice> encrypted =
                below.stream().filter(it -> it.holds(LUKS)).toList();
        return opened.size() == 1 && encrypted.size() == 1
                ? Optional.of(
                        new UnlockedRoot(encrypted.get(0), opened.get(0), uses(view, encrypted.get(0), opened.get(0))))
                : Optional.empty();
    }

    private static List<Use> uses(BootView view, BlockDevice encrypted, BlockDevice opened) {
        Stream<Use> fstab = view.system().fstab().entries().stream()
                .filter(it -> it.mountPoint().equals("/") && opened.equals(view.root()))
                .flatMap(UnlockedRoot::ofLine);
        Stream<Use> menu = new BootMenus(view.files())
                .find().filter(choice -> EntryKernel.isOfThisSystem(choice, view)).stream()
                        .flatMap(choice -> ofEntry(choice, view, encrypted, opened));
        return Stream.concat(fstab, menu).distinct().toList();
    }

    private static Stream<Use> ofLine(FstabEntry line) {
        return mapped(line.source(), "/etc/fstab line " + line.line());
    }

    private static Stream<Use> ofEntry(BootChoice choice, BootView view, BlockDevice encrypted, BlockDevice opened) {
        BootEntry entry = choice.chosen();
        Stream<Use> root = opened.equals(view.root())
                ? entry.argument("root").stream().flatMap(it -> mapped(it, choice.where() + ", root=,"))
                : Stream.empty();
        return Stream.concat(
                root,
                entry.arguments().stream()
                        .flatMap(it -> named(it, view, encrypted).stream()
                                .map(name -> new Use(name, choice.where() + ", " + word(it) + "="))));
    }

    private static Stream<Use> mapped(String source, String where) {
        return source.startsWith(MAPPER)
                ? Stream.of(new Use(source.substring(MAPPER.length()), where))
                : Stream.empty();
    }

    private static Optional<String> named(String argument, BootView view, BlockDevice encrypted) {
        Matcher device = DEVICE_AND_NAME.matcher(argument);
        if (device.matches()) {
            return Optional.of(device.group("name"))
                    .filter(it -> view.devices()
                            .find(device.group("device"), LUKS)
                            .device()
                            .filter(encrypted::equals)
                            .isPresent());
        }
        Matcher uuid = UUID_AND_NAME.matcher(argument);
        return uuid.matches()
                ? Optional.of(uuid.group("name"))
                        .filter(it -> encrypted
                                .uuid()
                                .filter(uuid.group("uuid")::equalsIgnoreCase)
                                .isPresent())
                : Optional.empty();
    }

    private static String word(String argument) {
        return argument.substring(0, argument.indexOf('='));
    }

    /** The name that all of them agree on. */
    public Optional<String> name() {
        List<String> names = names();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    /** The different names that it has. */
    public List<String> names() {
        return uses.stream().map(Use::name).distinct().toList();
    }

    /** Its name here. */
    public String nameHere() {
        return opened.path().startsWith(MAPPER) ? opened.path().substring(MAPPER.length()) : opened.path();
    }
}
