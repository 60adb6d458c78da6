package io.github.rescuekit.layers;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.model.LogicalVolume;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PhysicalVolume;
import io.github.rescuekit.model.VolumeGroup;
import io.github.rescuekit.parse.Lvs;
import io.github.rescuekit.parse.Pvs;
import io.github.rescuekit.parse.Vgs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** LVM: lvm(8). Volumes whose switching on writes nothing, neither to them nor to what is noted about them. */
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

    /**
     * All that LVM notes on the disks, read without a lock and without writing a cache.
     *
     * @param members of all groups, those that are missing included
     */
    private record Notes(List<VolumeGroup> groups, List<PhysicalVolume> members, List<LogicalVolume> volumes) {

        List<String> devicesOf(LogicalVolume volume) {
            return membersOf(volume.groupUuid())
                    .flatMap(it -> it.device().stream())
                    .toList();
        }

        String missingOf(LogicalVolume volume) {
            return membersOf(volume.groupUuid())
                    .filter(it -> it.device().isEmpty())
                    .map(PhysicalVolume::uuid)
                    .collect(Collectors.joining(", "));
        }

        private Stream<PhysicalVolume> membersOf(String groupUuid) {
            return members.stream()
                    .filter(it -> it.groupUuid().filter(groupUuid::equals).isPresent());
        }

        List<VolumeGroup> namesakes(LogicalVolume volume) {
            return groups.stream()
                    .filter(it -> it.name().equals(volume.group()))
                    .toList();
        }

        // Of two groups with one name each volume is told by the group's UUID.
        String nameOf(LogicalVolume volume) {
            String name = "volume " + volume.group() + "/" + volume.name();
            return namesakes(volume).size() < 2 ? name : name + " of the group " + volume.groupUuid();
        }

        Layer closed(LogicalVolume volume, String obstacle, String next) {
            return Layer.closed(Kind.VOLUME, nameOf(volume), devicesOf(volume), obstacle, next);
        }
    }

    @Override
    public List<Closed> closed(Machine machine, Opening opening) {
        if (machine.devices().stream().noneMatch(it -> it.holds(MEMBER))) {
            return List.of();
        }
        Notes notes = new Notes(
                Vgs.parse(report("vgs", "vg_name,vg_uuid,pv_count,vg_missing_pv_count,vg_exported")),
                Pvs.parse(report("pvs", "pv_name,pv_uuid,vg_uuid")),
                Lvs.parse(report("lvs", "vg_name,vg_uuid,lv_name,lv_layout,lv_role")));
        return notes.volumes().stream()
                .filter(it -> !it.isPart())
                .filter(it -> notes.namesakes(it).size() > 1
                        || machine.device(it.path()).isEmpty())
                .map(it -> closed(it, notes))
                .toList();
    }

    private String report(String program, String fields) {
        return runner.run(Command.of(program, "--readonly", "--reportformat", "json", "--options", fields))
                .out();
    }

    private Closed closed(LogicalVolume volume, Notes notes) {
        Optional<Layer> refused = Stream.of(
                        sameName(volume, notes), exported(volume, notes), snapshot(volume, notes), loud(volume, notes))
                .flatMap(Optional::stream)
                .findFirst();
        return new Closed(
                notes.nameOf(volume),
                notes.devicesOf(volume),
                opening -> refused.orElseGet(() -> activate(volume, notes)));
    }

    private static Optional<Layer> sameName(LogicalVolume volume, Notes notes) {
        List<VolumeGroup> namesakes = notes.namesakes(volume);
        return namesakes.size() < 2
                ? Optional.empty()
                : Optional.of(notes.closed(
                        volume,
                        namesakes.size() + " volume groups are called " + volume.group(),
                        "detach the disk that does not belong here, or rename one: vgrename " + volume.groupUuid()
                                + " NEWNAME"));
    }

    private static Optional<Layer> exported(LogicalVolume volume, Notes notes) {
        return notes.groups().stream()
                .filter(it -> it.uuid().equals(volume.groupUuid()) && it.exported())
                .findFirst()
                .map(it -> notes.closed(
                        volume,
                        "the volume group " + it.name() + " was exported to another machine",
                        "when it belongs here: vgimport " + it.name()));
    }

    // Open beside its origin it would be a second filesystem with the same UUID.
    private static Optional<Layer> snapshot(LogicalVolume volume, Notes notes) {
        return volume.isSnapshot()
                ? Optional.of(notes.closed(
                        volume,
                        "it is a snapshot, an older picture of another volume with the same UUID",
                        byHand(volume, "-ay -K")))
                : Optional.empty();
    }

    private static Optional<Layer> loud(LogicalVolume volume, Notes notes) {
        return volume.isSilent()
                ? Optional.empty()
                : Optional.of(notes.closed(
                        volume,
                        "it is " + volume.layout() + ", which writes to its disks when it is switched on",
                        byHand(volume, "-ay")));
    }

    private static String byHand(LogicalVolume volume, String options) {
        return "switch it on by hand: lvchange " + options + " " + volume.group() + "/" + volume.name();
    }

    private Layer activate(LogicalVolume volume, Notes notes) {
        Result result = runner.run(Command.of(
                        "lvchange",
                        "--activate",
                        "y",
                        "--activationmode",
                        "complete",
                        volume.group() + "/" + volume.name())
                .accepting(REFUSALS));
        return result.exitCode() == 0
                ? Layer.open(Kind.VOLUME, notes.nameOf(volume), notes.devicesOf(volume), volume.path(), List.of())
                : notes.closed(volume, obstacle(result, notes.missingOf(volume)), next(notes.missingOf(volume)));
    }

    private static String obstacle(Result result, String missing) {
        return missing.isEmpty()
                ? "LVM does not switch it on: "
                        + result.err().lines().reduce((a, b) -> b).orElse("").strip()
                : "a disk of it is missing: the physical volume " + missing;
    }

    private static String next(String missing) {
        return missing.isEmpty() ? "see 'lvs' and 'dmesg'" : "see whether a disk is not attached: rescuekit disks";
    }

    @Override
    public void close(String device) {
        runner.run(Command.of("lvchange", "--activate", "n", device));
    }
}
