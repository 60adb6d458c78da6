package io.github.rescuekit.diagnose.raid;

import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.MdadmExamine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks every member what it knows of its array. It only reads. */
public final class RaidLook {

    private static final String MEMBER = "linux_raid_member";
    private static final String INACTIVE = "inactive";

    private final Runner runner;

    public RaidLook(Runner runner) {
        this.runner = runner;
    }

    /** Every array that has a device here: those that run first. */
    public List<RaidArray> of(Machine machine) {
        Map<String, RaidMember> examined = new LinkedHashMap<>();
        machine.devices().stream()
                .filter(it -> it.holds(MEMBER))
                .forEach(it -> examined.put(it.path(), examine(it, Part.PRESENT)));
        List<RaidArray> arrays = new ArrayList<>();
        for (MdArray running : machine.arrays()) {
            if (!running.state().equals(INACTIVE)) {
                arrays.add(running(running, machine, examined));
            }
        }
        arrays.addAll(stopped(examined));
        return List.copyOf(arrays);
    }

    private RaidMember examine(BlockDevice device, Part part) {
        try {
            MdTrace trace = MdadmExamine.trace(
                    runner.run(Command.of("mdadm", "--examine", device.path())).out());
            return new RaidMember(device.path(), part, Optional.of(trace), Optional.empty());
        } catch (RescueException e) {
            return new RaidMember(
                    device.path(),
                    part,
                    Optional.empty(),
                    Optional.of(e.unlessInterrupted().happened()));
        }
    }

    private static RaidArray running(MdArray running, Machine machine, Map<String, RaidMember> examined) {
        List<RaidMember> members = new ArrayList<>();
        for (MdArray.Member member : running.members()) {
            String path = machine.device(member.path()).map(BlockDevice::path).orElse(member.path());
            RaidMember known = examined.getOrDefault(
                    path, new RaidMember(path, Part.IN, Optional.empty(), Optional.of("it has no superblock of md")));
            members.add(as(part(member), known));
            examined.remove(path);
        }
        Optional<String> uuid = uuid(members);
        List<RaidMember> leftOut = examined.values().stream()
                .filter(it -> uuid.isPresent() && uuid(List.of(it)).equals(uuid))
                .toList();
        leftOut.forEach(it -> {
            members.add(as(Part.LEFT_OUT, it));
            examined.remove(it.device());
        });
        return new RaidArray(Optional.of(running), uuid, members);
    }

    private static Part part(MdArray.Member member) {
        if (member.isFaulty()) {
            return Part.FAULTY;
        }
        return member.flags().contains("S") ? Part.SPARE : Part.IN;
    }

    private static RaidMember as(Part part, RaidMember member) {
        return new RaidMember(member.device(), part, member.trace(), member.unread());
    }

    private static Optional<String> uuid(List<RaidMember> members) {
        return members.stream()
                .flatMap(it -> it.trace().stream())
                .map(it -> it.member().uuid())
                .findFirst();
    }

    private static List<RaidArray> stopped(Map<String, RaidMember> examined) {
        Map<String, List<RaidMember>> byArray = new LinkedHashMap<>();
        examined.values()
                .forEach(it -> byArray.computeIfAbsent(uuid(List.of(it)).orElse(it.device()), key -> new ArrayList<>())
                        .add(it));
        return byArray.values().stream()
                .map(it -> new RaidArray(Optional.empty(), uuid(it), it))
                .toList();
    }
}
