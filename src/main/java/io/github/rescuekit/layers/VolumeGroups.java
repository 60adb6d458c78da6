package io.github.rescuekit.layers;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.LogicalVolume;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.VolumeGroup;
import io.github.rescuekit.parse.Lvs;
import io.github.rescuekit.parse.Vgs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** LVM: lvm(8). Switching a plain volume on writes nothing, neither to it nor to what is noted about it. */
final class VolumeGroups implements Opener {

    private static final String MEMBER = "LVM2_member";
    // 5: a volume was refused, because a part of it is missing.
    private static final Integer[] REFUSALS = {0, 5};

    private final Runner runner;

    VolumeGroups(Runner runner) {
        this.runner = runner;
    }

    @Override
    public Kind kind() {
        return Kind.VOLUME;
    }

    @Override
    public String program() {
        return "lvs";
    }

    @Override
    public List<Closed> closed(Machine machine) {
        if (machine.devices().stream().noneMatch(it -> it.holds(MEMBER))) {
            return List.of();
        }
        List<VolumeGroup> groups = Vgs.parse(report("vgs", "vg_name,vg_uuid,pv_count,vg_missing_pv_count,vg_exported"));
        return Lvs.parse(report("lvs", "vg_name,vg_uuid,lv_name,lv_layout,lv_role")).stream()
                .filter(it -> machine.device(it.path()).isEmpty())
                .map(it -> closed(machine, it, groups))
                .toList();
    }

    // Takes no lock and writes no cache.
    private String report(String program, String fields) {
        return runner.run(Command.of(program, "--readonly", "--reportformat", "json", "--options", fields))
                .out();
    }

    private Closed closed(Machine machine, LogicalVolume volume, List<VolumeGroup> groups) {
        List<String> from = machine.devices().stream()
                .filter(it -> it.holds(MEMBER))
                .map(BlockDevice::path)
                .toList();
        Optional<Layer> refused = Stream.of(
                        sameName(volume, groups, from), exported(volume, groups, from), notPlain(volume, from))
                .flatMap(Optional::stream)
                .findFirst();
        return new Closed(name(volume), from, opening -> refused.orElseGet(() -> activate(volume, from)));
    }

    private static Optional<Layer> sameName(LogicalVolume volume, List<VolumeGroup> groups, List<String> from) {
        long namesakes =
                groups.stream().filter(it -> it.name().equals(volume.group())).count();
        return namesakes < 2
                ? Optional.empty()
                : Optional.of(closed(
                        volume,
                        from,
                        namesakes + " volume groups are called " + volume.group(),
                        "detach the disk that does not belong here, or rename one: vgrename " + volume.groupUuid()
                                + " NEWNAME"));
    }

    private static Optional<Layer> exported(LogicalVolume volume, List<VolumeGroup> groups, List<String> from) {
        return groups.stream()
                .filter(it -> it.uuid().equals(volume.groupUuid()) && it.exported())
                .findFirst()
                .map(it -> closed(
                        volume,
                        from,
                        "the volume group " + it.name() + " was exported to another machine",
                        "when it belongs here: vgimport " + it.name()));
    }

    private static Optional<Layer> notPlain(LogicalVolume volume, List<String> from) {
        return volume.isPlain()
                ? Optional.empty()
                : Optional.of(closed(
                        volume,
                        from,
                        "it is " + volume.layout() + " (" + volume.role()
                                + "), which keeps books on its disks when it is switched on",
                        "switch it on by hand: lvchange -ay " + volume.group() + "/" + volume.name()));
    }

    private Layer activate(LogicalVolume volume, List<String> from) {
        Result result = runner.run(Command.of(
                        "lvchange",
                        "--activate",
                        "y",
                        "--activationmode",
                        "complete",
                        volume.group() + "/" + volume.name())
                .accepting(REFUSALS));
        return result.exitCode() == 0
                ? Layer.open(Kind.VOLUME, name(volume), from, volume.path(), List.of())
                : closed(
                        volume,
                        from,
                        "a disk of it is missing: "
                                + result.err()
                                        .lines()
                                        .reduce((a, b) -> b)
                                        .orElse("")
                                        .strip(),
                        "see whether a disk is not attached: rescuekit disks");
    }

    private static Layer closed(LogicalVolume volume, List<String> from, String obstacle, String next) {
        return Layer.closed(Kind.VOLUME, name(volume), from, obstacle, next);
    }

    private static String name(LogicalVolume volume) {
        return "volume " + volume.group() + "/" + volume.name();
    }

    @Override
    public void close(String device) {
        runner.run(Command.of("lvchange", "--activate", "n", device));
    }
}
