package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Linux md array: missing, faulty and rebuilding members, as /proc/mdstat shows them. */
final class MdArrayCheck implements Check {

    private static final String ID = "md";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean applies(Machine machine, BlockDevice device) {
        return array(machine, device).isPresent();
    }

    @Override
    public CheckResult run(Machine machine, BlockDevice device, Progress progress) {
        return judge(array(machine, device).orElseThrow());
    }

    /** An array that is not running has no device of its own. */
    static CheckResult judge(MdArray array) {
        List<String> evidence = evidence(array);
        if (array.state().equals("inactive")) {
            return CheckResult.failed(
                    ID,
                    array.path(),
                    "the array is not running: too few members were found, or nobody started it",
                    evidence,
                    "compare the members ('mdadm --examine'), then assemble it read-only first");
        }
        if (array.members().stream().anyMatch(MdArray.Member::isFaulty) || array.isDegraded()) {
            return CheckResult.suspect(
                    ID,
                    array.path(),
                    "the array runs without all of its members: one more failure can lose it",
                    evidence,
                    "check the disks of its members; replace the faulty one before anything else");
        }
        if (array.activity().isPresent()) {
            return CheckResult.suspect(
                    ID,
                    array.path(),
                    "the array is at work",
                    evidence,
                    "wait until it has finished ('cat /proc/mdstat')");
        }
        return CheckResult.healthy(ID, array.path(), "all members are in", evidence);
    }

    private static Optional<MdArray> array(Machine machine, BlockDevice device) {
        return machine.arrays().stream()
                .filter(it -> it.path().equals(device.path()) || device.links().contains(it.path()))
                .findFirst();
    }

    private static List<String> evidence(MdArray array) {
        List<String> lines = new ArrayList<>();
        lines.add(array.level().orElse("level unknown") + ", " + array.state());
        array.members().forEach(member -> lines.add("member " + member.path() + state(member)));
        long missing = array.slots().stream().filter(present -> !present).count();
        if (missing > 0) {
            lines.add("missing: " + missing + " of " + array.slots().size());
        }
        array.activity().ifPresent(lines::add);
        return lines;
    }

    private static String state(MdArray.Member member) {
        return member.isFaulty() ? " faulty" : member.flags().contains("S") ? " spare" : "";
    }
}
