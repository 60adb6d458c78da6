package io.github.rescuekit.layers;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.MdadmExamine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Linux software RAID: md(4), by mdadm(8). */
final class Arrays implements Opener {

    private static final String MEMBER = "linux_raid_member";
    // Their superblock is kept by a program, mdmon, and not by the kernel.
    private static final Map<String, String> OF_CONTROLLERS =
            Map.of("isw_raid_member", "Intel's firmware RAID", "ddf_raid_member", "a controller that speaks DDF");
    private static final int LAST_NUMBER = 127;
    // 1: not all of it could be done; 2: nothing could be assembled.
    private static final Integer[] FAILURES = {0, 1, 2};

    private final Runner runner;
    private final Supplier<Machine> look;

    Arrays(Runner runner, Supplier<Machine> look) {
        this.runner = runner;
        this.look = look;
    }

    @Override
    public Kind kind() {
        return Kind.ARRAY;
    }

    @Override
    public String program() {
        return "mdadm";
    }

    @Override
    public List<Closed> closed(Machine machine, Opening opening) {
        Map<String, Map<BlockDevice, MdMember>> arrays = new LinkedHashMap<>();
        List<Closed> closed = new ArrayList<>();
        machine.devices().stream()
                .filter(it -> it.holds(MEMBER) && !isRunning(machine, it))
                .forEach(device -> {
                    try {
                        MdMember member = examine(device);
                        arrays.computeIfAbsent(member.uuid(), uuid -> new LinkedHashMap<>())
                                .put(device, member);
                    } catch (RescueException e) {
                        closed.add(unreadable(device, e.unlessInterrupted()));
                    }
                });
        arrays.values().forEach(members -> closed.add(closed(machine, members)));
        OF_CONTROLLERS.forEach(
                (type, controller) -> ofController(machine, type, controller).ifPresent(closed::add));
        return closed;
    }

    private static Optional<Closed> ofController(Machine machine, String type, String controller) {
        List<String> from = machine.devices().stream()
                .filter(it -> it.holds(type) && machine.childrenOf(it).isEmpty() && !isRunning(machine, it))
                .map(BlockDevice::path)
                .toList();
        String name = "array of " + String.join(", ", from);
        Layer named = Layer.closed(
                Kind.ARRAY,
                name,
                from,
                "it belongs to " + controller + " (" + type + "), whose state is written when it starts",
                "start it by hand: mdadm --assemble --scan --no-degraded");
        return from.isEmpty() ? Optional.empty() : Optional.of(new Closed(name, from, opening -> named));
    }

    private static Closed unreadable(BlockDevice device, RescueException e) {
        String name = "array of " + device.path();
        List<String> from = List.of(device.path());
        return new Closed(name, from, opening -> Layer.closed(Kind.ARRAY, name, from, e.happened(), e.next()));
    }

    // udev begins to assemble what it finds, and waits for the rest: such an array is inactive.
    private static boolean isRunning(Machine machine, BlockDevice device) {
        return machine.arrays().stream()
                .filter(it ->
                        it.members().stream().anyMatch(member -> member.path().equals(device.path())))
                .anyMatch(it -> !it.state().equals("inactive"));
    }

    private MdMember examine(BlockDevice device) {
        return MdadmExamine.parse(
                runner.run(Command.of("mdadm", "--examine", device.path())).out());
    }

    private Closed closed(Machine machine, Map<BlockDevice, MdMember> members) {
        MdMember newest = members.values().stream()
                .reduce((a, b) -> b.events() > a.events() ? b : a)
                .orElseThrow();
        List<String> from = members.keySet().stream().map(BlockDevice::path).toList();
        String name = newest.level() + " of " + String.join(", ", from);
        return new Closed(name, from, opening -> open(machine, name, from, newest, opening));
    }

    private Layer open(Machine machine, String name, List<String> from, MdMember newest, Opening opening) {
        int present = from.size();
        int missing = newest.devices() - present;
        if (newest.spareable().filter(it -> missing > it).isPresent()) {
            return Layer.closed(
                    Kind.ARRAY,
                    name,
                    from,
                    missing + " of its " + newest.devices() + " devices are missing",
                    "see whether a disk is not attached or is dead: rescuekit disks");
        }
        if (missing > 0 && !newest.ranWith(present) && !opening.degraded()) {
            return Layer.closed(
                    Kind.ARRAY,
                    name,
                    from,
                    "when it last ran it had " + newest.devices()
                            + " devices, and the one that is missing now may hold newer data",
                    "attach the missing disk; when it is dead, open it all the same with --degraded");
        }
        return assemble(machine, name, from, missing, opening);
    }

    private Layer assemble(Machine machine, String name, List<String> from, int missing, Opening opening) {
        machine.arrays().stream()
                .filter(it -> it.state().equals("inactive"))
                .filter(it -> it.members().stream().anyMatch(member -> from.contains(member.path())))
                .forEach(it -> close(it.path()));
        List<String> words =
                new ArrayList<>(List.of("--assemble", "--readonly", "--run", "--config=none", freeName(machine)));
        words.addAll(from);
        Result result = runner.run(Command.of("mdadm", words).accepting(FAILURES));
        Optional<MdArray> array = running(from);
        if (array.isEmpty()) {
            return Layer.closed(
                    Kind.ARRAY,
                    name,
                    from,
                    "mdadm does not start it: " + said(result),
                    "see 'mdadm --examine " + String.join(" ", from) + "'");
        }
        if (opening.access() == Access.WRITABLE) {
            runner.run(Command.of("mdadm", "--readwrite", array.get().path()));
        }
        return Layer.open(Kind.ARRAY, name, from, array.get().path(), remarks(array.get(), from, missing));
    }

    private static List<String> remarks(MdArray array, List<String> from, int missing) {
        List<String> remarks = new ArrayList<>();
        if (missing > 0 || array.isDegraded()) {
            remarks.add("it runs degraded");
        }
        List<String> leftOut = from.stream()
                .filter(path ->
                        array.members().stream().noneMatch(it -> it.path().equals(path) && !it.isFaulty()))
                .toList();
        if (!leftOut.isEmpty()) {
            remarks.add("left behind by the others and not used: " + String.join(", ", leftOut));
        }
        return remarks;
    }

    // By its number, so that it has the same name with udev and without.
    private static String freeName(Machine machine) {
        int number = LAST_NUMBER;
        while (machine.device("/dev/md" + number).isPresent()) {
            number--;
        }
        return "/dev/md" + number;
    }

    private Optional<MdArray> running(List<String> from) {
        return look.get().arrays().stream()
                .filter(it -> !it.state().equals("inactive"))
                .filter(it -> it.members().stream().anyMatch(member -> from.contains(member.path())))
                .findFirst();
    }

    private static String said(Result result) {
        return result.all()
                .lines()
                .filter(it -> !it.isBlank())
                .map(it -> it.strip().replaceFirst("^mdadm: ", ""))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close(String device) {
        runner.run(Command.of("mdadm", "--stop", device));
    }
}
