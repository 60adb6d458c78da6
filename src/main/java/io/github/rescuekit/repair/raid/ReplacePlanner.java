package io.github.rescuekit.repair.raid;

import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.PartitionScript;
import io.github.rescuekit.mount.EfiPartitions;
import io.github.rescuekit.repair.raid.ReplaceStep.CopyTable;
import io.github.rescuekit.repair.raid.ReplaceStep.Format;
import io.github.rescuekit.repair.raid.ReplaceStep.Join;
import io.github.rescuekit.repair.raid.ReplaceStep.Prepare;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Plans how an empty disk becomes like a healthy one. It starts nothing. */
final class ReplacePlanner {

    private static final String FAT = "vfat";
    private static final Pattern FAT_UUID = Pattern.compile("[0-9a-fA-F]{4}-[0-9a-fA-F]{4}");
    private static final Pattern FAT_LABEL = Pattern.compile("[A-Z0-9_][A-Z0-9_ -]{0,10}");

    private final Machine machine;
    private final BlockDevice from;
    private final BlockDevice disk;
    private final LostNames swaps;
    private final LostNames esps;
    private final Map<Integer, String> partUuids = new TreeMap<>();
    private final List<ReplaceStep> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    ReplacePlanner(Machine machine, BlockDevice from, BlockDevice disk, List<Fstab> fstabs) {
        this.machine = machine;
        this.from = from;
        this.disk = disk;
        this.swaps = new LostNames(machine, fstabs, "swap", LostNames.GUID);
        this.esps = new LostNames(machine, fstabs, FAT, FAT_UUID);
    }

    ReplacePlanner warn(String warning) {
        warnings.add(warning);
        return this;
    }

    ReplacePlan plan(Optional<PartitionScript> table, Lacking lacking, List<RaidArray> arrays, Path undo) {
        partitions(machine, from).forEach(it -> fill(it, lacking, arrays));
        table.ifPresent(it -> steps.add(0, copy(it)));
        for (RaidArray array : arrays) {
            join(
                    array,
                    counterpart(lacking.currentMember(array, from).orElseThrow()),
                    List.of("--add"),
                    "the kernel copies all of " + array.name() + " to it");
        }
        lacking.arrays().stream()
                .filter(it -> !arrays.contains(it))
                .forEach(it -> warnings.add(it.name() + " has no member on " + from.path() + ", and stays as it is"));
        return new ReplacePlan(disk, Optional.of(from), steps, table.map(it -> undo), warnings);
    }

    private CopyTable copy(PartitionScript table) {
        return new CopyTable(
                from.path(), disk.path(), table.forAnotherDisk().withIdentifiers(table.isGpt() ? partUuids : Map.of()));
    }

    static List<BlockDevice> partitions(Machine machine, BlockDevice disk) {
        return machine.childrenOf(disk).stream()
                .filter(it -> it.partition().isPresent())
                .toList();
    }

    private void join(RaidArray array, String member, List<String> how, String why) {
        steps.addAll(preparation(array));
        steps.add(joining(array, member, how, why));
    }

    /** Opens an array for writing, and takes out of it what has failed. */
    static List<ReplaceStep> preparation(RaidArray array) {
        String path = array.running().map(MdArray::path).orElseThrow();
        List<ReplaceStep> preparation = new ArrayList<>();
        if (array.running().filter(it -> it.state().contains("read-only")).isPresent()) {
            preparation.add(new Prepare(
                    path, List.of("mdadm", "--readwrite", path), "it is open read-only, and must note its new member"));
        }
        List<String> failed =
                array.all(Part.FAULTY).stream().map(it -> it.device()).toList();
        if (!failed.isEmpty()) {
            preparation.add(new Prepare(
                    path,
                    List.of("mdadm", path, "--remove", "failed"),
                    "it still counts what has failed: " + String.join(", ", failed)));
        }
        return preparation;
    }

    static Join joining(RaidArray array, String member, List<String> how, String why) {
        String path = array.running().map(MdArray::path).orElseThrow();
        List<String> words = new ArrayList<>(List.of("mdadm", path));
        words.addAll(how);
        words.add(member);
        return new Join(path, member, words, why);
    }

    private String counterpart(BlockDevice device) {
        return device.partition().map(it -> node(disk, it.number())).orElse(disk.path());
    }

    /** The kernel's name of a partition. */
    static String node(BlockDevice disk, int number) {
        boolean endsWithDigit = Character.isDigit(disk.path().charAt(disk.path().length() - 1));
        return disk.path() + (endsWithDigit ? "p" : "") + number;
    }

    private void fill(BlockDevice healthy, Lacking lacking, List<RaidArray> arrays) {
        String partition = counterpart(healthy);
        boolean isMember = arrays.stream()
                .anyMatch(it ->
                        lacking.currentMember(it, from).filter(healthy::equals).isPresent());
        if (isMember || healthy.filesystem().isEmpty()) {
            return;
        }
        Filesystem content = healthy.filesystem().get();
        if (content.isSwap()) {
            keepPartUuid(healthy, swaps);
            steps.add(swap(partition, content));
        } else if (EfiPartitions.isEsp(healthy) && content.type().equals(FAT)) {
            keepPartUuid(healthy, esps);
            steps.add(esp(partition, content));
        } else {
            warnings.add(partition + " stays empty: " + healthy.path() + " holds " + content.type()
                    + content.label().map(it -> " '" + it + "'").orElse("")
                    + ", which no array that misses a member keeps twice");
        }
    }

    private void keepPartUuid(BlockDevice healthy, LostNames names) {
        healthy.partition().ifPresent(it -> names.takePartUuid().ifPresent(uuid -> partUuids.put(it.number(), uuid)));
    }

    private Format swap(String partition, Filesystem healthy) {
        List<String> words = new ArrayList<>(List.of("mkswap"));
        Optional<String> uuid = swaps.takeUuid();
        swaps.takeLabel().or(healthy::label).ifPresent(it -> words.addAll(List.of("--label", it)));
        uuid.ifPresent(it -> words.addAll(List.of("--uuid", it)));
        words.add(partition);
        return new Format(partition, "swap", words, why("swap", uuid));
    }

    private Format esp(String partition, Filesystem healthy) {
        List<String> words = new ArrayList<>(List.of("mkfs.vfat"));
        Optional<String> uuid = esps.takeUuid();
        healthy.version()
                .filter(it -> it.matches("FAT(12|16|32)"))
                .ifPresent(it -> words.addAll(List.of("-F", it.substring("FAT".length()))));
        esps.takeLabel()
                .or(healthy::label)
                .filter(it -> FAT_LABEL.matcher(it).matches())
                .ifPresent(it -> words.addAll(List.of("-n", it)));
        uuid.ifPresent(it -> words.addAll(List.of("-i", it.replace("-", ""))));
        words.add(partition);
        return new Format(partition, FAT, words, why("EFI system partition", uuid));
    }

    private static String why(String what, Optional<String> uuid) {
        return uuid.map(it -> "fstab names the " + what + " of the lost disk by this UUID, which no device here has")
                .orElse("the healthy disk has one there; no fstab names a lost one by UUID, so that it gets a new one");
    }

    /** Every disk below the arrays: nobody else may write to one meanwhile. */
    static List<String> disks(Machine machine, ReplacePlan plan) {
        List<String> disks = new ArrayList<>(List.of(plan.disk().path()));
        plan.joins().stream()
                .flatMap(it -> machine.device(it.array()).stream())
                .flatMap(it -> machine.disksOf(it).stream())
                .forEach(it -> disks.add(it.path()));
        return disks.stream().distinct().toList();
    }
}
