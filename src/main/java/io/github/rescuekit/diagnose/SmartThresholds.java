package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.NvmeSmartLog;
import io.github.rescuekit.parse.Smartctl;
import io.github.rescuekit.parse.Smartctl.Attribute;
import io.github.rescuekit.parse.Smartctl.Bit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which values of a disk are a reason to watch it, and which to replace it. */
final class SmartThresholds {

    /** One value that stands out. */
    private record Sign(Verdict verdict, String line) {}

    /** An attribute whose raw value should be zero. */
    private record Counter(int id, long replaceAbove, String meaning) {}

    private static final long NEVER = Long.MAX_VALUE;
    // Backblaze looks at a disk as soon as one of 5, 187, 188, 197 and 198 is above zero; the limit of 50 is ours.
    private static final List<Counter> COUNTERS = List.of(
            new Counter(5, 50, "sectors were replaced by spare ones"),
            new Counter(187, NEVER, "errors that could not be corrected"),
            new Counter(188, NEVER, "commands ran out of time"),
            new Counter(197, NEVER, "sectors wait to be replaced"),
            new Counter(198, NEVER, "sectors could not be read in the background"),
            new Counter(199, NEVER, "transfer errors: a cable or the backplane, not the disk"));
    private static final Set<Bit> NO_ANSWER = Set.of(Bit.COMMAND_LINE, Bit.NOT_OPENED, Bit.COMMAND_FAILED);
    private static final Set<Bit> WATCH = Set.of(Bit.PREFAIL_NOW, Bit.PREFAIL_PAST, Bit.SELF_TEST_LOG);
    private static final long WORN_PERCENT = 90;

    private SmartThresholds() {}

    static CheckResult judge(String device, Smartctl smart) {
        List<Sign> signs = new ArrayList<>();
        smart.bits().stream().sorted().forEach(bit -> signs.add(sign(bit)));
        if (smart.passed().filter(passed -> !passed).isPresent()) {
            signs.add(new Sign(Verdict.FAILED, "overall health: FAILED"));
        }
        smart.attributes().stream().filter(SmartThresholds::failsNow).forEach(it -> signs.add(failing(it)));
        COUNTERS.forEach(counter ->
                smart.attribute(counter.id()).filter(it -> it.raw() > 0).ifPresent(it -> signs.add(sign(counter, it))));
        smart.nvme().ifPresent(nvme -> signs.addAll(signs(nvme)));
        smart.grownDefects()
                .filter(count -> count > 0)
                .ifPresent(count -> signs.add(new Sign(Verdict.SUSPECT, "grown defects: " + count)));
        smart.uncorrected()
                .filter(count -> count > 0)
                .ifPresent(count -> signs.add(new Sign(Verdict.SUSPECT, "uncorrected reads and writes: " + count)));
        return result(device, signs, facts(smart), reason(smart));
    }

    static CheckResult judge(String device, NvmeSmartLog.Health nvme) {
        return result(device, signs(nvme), List.of(), Optional.empty());
    }

    private static Sign sign(Bit bit) {
        Verdict verdict = bit == Bit.FAILING
                ? Verdict.FAILED
                : NO_ANSWER.contains(bit)
                        ? Verdict.UNKNOWN
                        // Old entries stay in the error log for ever, so it says little by itself.
                        : WATCH.contains(bit) ? Verdict.SUSPECT : Verdict.HEALTHY;
        return new Sign(verdict, bit.meaning());
    }

    private static boolean failsNow(Attribute attribute) {
        return attribute.prefailure() && attribute.failed() == Attribute.When.NOW;
    }

    private static Sign failing(Attribute attribute) {
        return new Sign(Verdict.FAILED, attribute.id() + " " + attribute.name() + " fails now");
    }

    private static Sign sign(Counter counter, Attribute attribute) {
        return new Sign(
                attribute.raw() > counter.replaceAbove() ? Verdict.FAILED : Verdict.SUSPECT,
                attribute.id() + " " + attribute.name() + " = " + attribute.raw() + ": " + counter.meaning());
    }

    private static List<Sign> signs(NvmeSmartLog.Health nvme) {
        List<Sign> signs = new ArrayList<>();
        nvme.warnings()
                .forEach(it -> signs.add(new Sign(it.isFailing() ? Verdict.FAILED : Verdict.SUSPECT, it.meaning())));
        if (nvme.isShortOfSpare()) {
            signs.add(new Sign(
                    Verdict.FAILED,
                    "spare blocks " + nvme.availableSpare() + " %, below the limit of " + nvme.availableSpareThreshold()
                            + " %"));
        }
        if (nvme.percentageUsed() >= WORN_PERCENT) {
            signs.add(new Sign(Verdict.SUSPECT, "used up " + nvme.percentageUsed() + " % of its rated life"));
        }
        if (nvme.mediaErrors() > 0) {
            signs.add(new Sign(Verdict.SUSPECT, "data it could not deliver: " + nvme.mediaErrors() + " times"));
        }
        return signs;
    }

    private static List<String> facts(Smartctl smart) {
        List<String> facts = new ArrayList<>();
        smart.model().ifPresent(it -> facts.add("model " + it));
        smart.serial().ifPresent(it -> facts.add("serial " + it));
        smart.powerOnHours().ifPresent(it -> facts.add("powered on for " + it + " hours"));
        return facts;
    }

    // A drive that answers nothing at all must not pass for one without bad signs.
    private static Optional<String> reason(Smartctl smart) {
        if (smart.passed().isPresent() || smart.nvme().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                smart.messages().isEmpty() ? "it gave no SMART verdict" : String.join("; ", smart.messages()));
    }

    private static CheckResult result(String device, List<Sign> signs, List<String> facts, Optional<String> silent) {
        List<String> evidence = new ArrayList<>(signs.stream().map(Sign::line).toList());
        evidence.addAll(facts);
        Verdict worst = signs.stream()
                .map(Sign::verdict)
                .max(Comparator.comparing(SmartThresholds::weight))
                .orElse(Verdict.HEALTHY);
        return switch (worst) {
            case FAILED ->
                CheckResult.failed(
                        SmartCheck.ID,
                        device,
                        "the disk is failing: replace it",
                        evidence,
                        DiskCopy.thenReplace(device));
            case SUSPECT ->
                CheckResult.suspect(
                        SmartCheck.ID,
                        device,
                        "the disk shows signs of wear or damage",
                        evidence,
                        "have a backup, and look again: growing numbers mean that it must be replaced");
            default ->
                silent.isPresent() || worst == Verdict.UNKNOWN
                        ? unknown(device, silent, evidence)
                        : CheckResult.healthy(SmartCheck.ID, device, "no bad signs", evidence);
        };
    }

    private static CheckResult unknown(String device, Optional<String> silent, List<String> evidence) {
        return CheckResult.unknown(
                SmartCheck.ID,
                device,
                silent.orElse("the disk did not answer everything, so its silence proves nothing"),
                evidence,
                "behind a RAID controller name the disk by hand ('smartctl -d megaraid,0 -x " + device
                        + "', see smartctl(8) for other controllers)");
    }

    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case HEALTHY -> 0;
            case UNKNOWN -> 1;
            case SUSPECT -> 2;
            case FAILED -> 3;
        };
    }
}
