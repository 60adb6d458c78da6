package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.ArrayLine;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.BootNeed;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The arrays that a system's boot needs, and the line of its mdadm.conf that means each. */
public final class NeededArrays {

    private static final String MEMBER = "linux_raid_member";
    private static final int WORD = 8;

    private final BootView view;
    private final Machine machine;
    private final List<ArrayLine> lines;
    private final List<NeededArray> all;

    /** @param lines those of its mdadm.conf */
    public NeededArrays(BootView view, List<ArrayLine> lines) {
        this.view = view;
        this.machine = view.system().machine();
        this.lines = List.copyOf(lines);
        this.all = lines.isEmpty()
                ? List.of()
                : devices().stream().flatMap(it -> needed(it).stream()).toList();
    }

    public List<NeededArray> all() {
        return all;
    }

    private Set<BlockDevice> devices() {
        Set<BlockDevice> below = new LinkedHashSet<>();
        collect(view.root(), below);
        view.system().fstab().entries().stream()
                .filter(it -> BootNeed.of(it) != BootNeed.NONE)
                .flatMap(it -> view.devices().find(it).device().stream())
                .forEach(it -> collect(it, below));
        // What fstab calls by a name of a line that fits no array cannot be found by it.
        view.devices().candidates().stream()
                .filter(it -> uuid(it).isPresent() && stale().stream().anyMatch(line -> isNamed(line, it)))
                .forEach(below::add);
        below.removeIf(it -> it.kind() != DeviceKind.RAID);
        return below;
    }

    private boolean isNamed(ArrayLine line, BlockDevice device) {
        boolean isUsed = view.system().fstab().entries().stream()
                .filter(it -> BootNeed.of(it) != BootNeed.NONE)
                .anyMatch(it -> line.array().isCalled(it.source()));
        return isUsed && new NeededArray(device, "", name(device), List.of(), List.of()).isNamedLike(line.array());
    }

    private void collect(BlockDevice device, Set<BlockDevice> below) {
        if (below.add(device)) {
            device.parents().stream().flatMap(it -> machine.device(it).stream()).forEach(it -> collect(it, below));
        }
    }

    private Optional<NeededArray> needed(BlockDevice array) {
        Map<String, String> uses = array.equals(view.root()) ? uses() : Map.of();
        return uuid(array)
                .map(it -> new NeededArray(
                        array,
                        it,
                        name(array),
                        uses.values().stream().distinct().toList(),
                        List.copyOf(uses.keySet())));
    }

    // Where the root is right on the array: the sentence, and the node that it is called by.
    private Map<String, String> uses() {
        Map<String, String> uses = new LinkedHashMap<>();
        view.system().fstab().entries().stream()
                .filter(it -> it.mountPoint().equals("/") && isNode(it.source()))
                .forEach(it -> uses.put("/etc/fstab line " + it.line() + " calls it " + it.source(), it.source()));
        new BootMenus(view.files())
                .find()
                .filter(it -> EntryKernel.isOfThisSystem(it, view))
                .ifPresent(choice -> choice.chosen()
                        .argument("root")
                        .filter(NeededArrays::isNode)
                        .ifPresent(it -> uses.put(choice.where() + ", root=, calls it " + it, it)));
        return uses;
    }

    private static boolean isNode(String source) {
        return source.matches("/dev/md(/\\S+|\\d+)");
    }

    private Stream<BlockDevice> members(BlockDevice array) {
        return array.parents().stream()
                .flatMap(it -> machine.device(it).stream())
                .filter(it -> it.holds(MEMBER));
    }

    // blkid writes it with dashes.
    private Optional<String> uuid(BlockDevice array) {
        return members(array)
                .flatMap(it -> it.uuid().stream())
                .map(it -> it.replaceAll("[:-]", "").toLowerCase(Locale.ROOT))
                .filter(it -> it.matches("[0-9a-f]{32}"))
                .map(it -> String.join(
                        ":",
                        it.substring(0, WORD),
                        it.substring(WORD, 2 * WORD),
                        it.substring(2 * WORD, 3 * WORD),
                        it.substring(3 * WORD)))
                .findFirst();
    }

    private Optional<String> name(BlockDevice array) {
        return members(array).flatMap(it -> it.label().stream()).findFirst();
    }

    // Of an array that is not here with a single member.
    private List<ArrayLine> stale() {
        return lines.stream()
                .filter(line -> machine.devices().stream()
                        .filter(it -> it.holds(MEMBER))
                        .noneMatch(it -> it.uuid().filter(line.array()::isOf).isPresent()))
                .toList();
    }

    /** The line that certainly means the array: by its UUID, by the name that the boot has for it, by its own name. */
    public Optional<ArrayLine> lineOf(NeededArray array) {
        List<ArrayLine> own =
                lines.stream().filter(it -> it.array().isOf(array.uuid())).toList();
        if (!own.isEmpty()) {
            return theOne(own);
        }
        List<ArrayLine> used =
                stale().stream().filter(it -> array.isUsedAs(it.array())).toList();
        return used.isEmpty()
                ? theOne(stale().stream()
                        .filter(it -> array.isNamedLike(it.array()) && isTheOnlyOneNamedLike(it))
                        .toList())
                : theOne(used);
    }

    private boolean isTheOnlyOneNamedLike(ArrayLine line) {
        return all.stream().filter(it -> it.isNamedLike(line.array())).count() == 1;
    }

    private static Optional<ArrayLine> theOne(List<ArrayLine> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
