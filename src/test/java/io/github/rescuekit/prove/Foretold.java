package io.github.rescuekit.prove;

import io.github.rescuekit.repair.fsck.FileChanges;
import io.github.rescuekit.repair.fsck.FsckStep;
import io.github.rescuekit.repair.fsck.Rehearsed;
import io.github.rescuekit.repair.fsck.StepReport;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compares what a rehearsal announced with what then happened. */
final class Foretold {

    private static final Pattern END_OF_VERIFIER_LINE = Pattern.compile("(?<=block 0x[0-9a-f]{1,16}/0x1000)(?=\\w)");

    private Foretold() {}

    /**
     * In what the rehearsal was wrong.
     *
     * @param before what could be seen before; empty when it could not be mounted
     * @param after what can be seen after the repair
     */
    static List<String> faults(
            Rehearsed rehearsed, List<StepReport> done, Optional<Contents> before, Optional<Contents> after) {
        List<String> faults = new ArrayList<>(steps(rehearsed.steps(), done));
        FileChanges announced = rehearsed.changes();
        if (announced.notCompared().isPresent()) {
            if (before.isPresent() && after.isPresent()) {
                faults.add("the rehearsal could not compare: "
                        + announced.notCompared().get());
            }
            return faults;
        }
        FileChanges happened = between(
                before.orElse(Contents.NOTHING).sizes(),
                after.orElse(Contents.NOTHING).sizes());
        if (!announced.equals(happened)) {
            faults.add("the rehearsal announced " + announced + ", then happened " + happened);
        }
        return faults;
    }

    // A replay is followed by another look only on the disk itself, which may spare the next step.
    private static List<String> steps(List<StepReport> rehearsed, List<StepReport> done) {
        return done.stream()
                .filter(it -> it.step() instanceof FsckStep.RunTool)
                .flatMap(it -> rehearsed.stream()
                        .filter(other -> other.step().equals(it.step()))
                        .findFirst()
                        .map(other -> difference(other, it))
                        .orElse(Optional.of(it.step().summary() + " was not rehearsed"))
                        .stream())
                .toList();
    }

    private static Optional<String> difference(StepReport announced, StepReport happened) {
        List<String> missing = lines(happened);
        List<String> wrong = lines(announced);
        // Why it broke off is another thing for a file than for a device: "Seek to", "Failed to read".
        boolean told = missing.equals(wrong) || happened.outcome() == Outcome.NOT_DONE;
        if (announced.outcome() == happened.outcome() && told) {
            return Optional.empty();
        }
        missing.removeAll(lines(announced));
        wrong.removeAll(lines(happened));
        return Optional.of(happened.step().summary() + " was announced to end with " + announced.outcome() + ", not "
                + happened.outcome() + ", and to say " + wrong + ", not " + missing);
    }

    // "Metadata CRC error detected at 0x55bd2b6eb9e9, xfs_inobt block 0x25818/0x1000": xfs_repair tells addresses in
    // its own memory, and its threads talk in any order, one also before another has ended such a line.
    private static List<String> lines(StepReport report) {
        return new ArrayList<>(report.lines().stream()
                .map(line ->
                        line.replaceAll("\\b(0x)?[0-9a-f]{12}\\b", "ADDRESS").replaceFirst("\\s+- agno = \\d+$", ""))
                .flatMap(line -> END_OF_VERIFIER_LINE.splitAsStream(line))
                .distinct()
                .sorted()
                .toList());
    }

    private static FileChanges between(Map<String, Long> before, Map<String, Long> after) {
        return new FileChanges(
                before.size(),
                after.size(),
                sorted(before, path -> !after.containsKey(path)),
                sorted(after, path -> path.startsWith("/lost+found/") && !before.containsKey(path)),
                sorted(before, path -> after.containsKey(path) && !Objects.equals(after.get(path), before.get(path))),
                Optional.empty());
    }

    private static List<String> sorted(Map<String, Long> sizes, Predicate<String> wanted) {
        return sizes.keySet().stream().filter(wanted).sorted().toList();
    }
}
