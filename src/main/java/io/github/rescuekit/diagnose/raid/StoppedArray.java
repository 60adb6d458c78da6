package io.github.rescuekit.diagnose.raid;

import io.github.rescuekit.diagnose.raid.RaidArray.Judgement;
import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges an array that nobody has assembled, by what its members know. */
record StoppedArray(RaidArray array) {

    private static final String OPEN = "rescuekit open";

    Judgement judge() {
        Optional<RaidMember> unread =
                array.members().stream().filter(it -> it.unread().isPresent()).findFirst();
        if (unread.isPresent()) {
            return new Judgement(
                    Verdict.UNKNOWN,
                    "what " + unread.get().device() + " knows of it could not be read: "
                            + unread.get().unread().get(),
                    Optional.of(
                            "look at the disk: rescuekit check " + unread.get().device()));
        }
        return array.newest().map(this::judge).orElseThrow();
    }

    private Judgement judge(MdMember newest) {
        List<RaidMember> current = array.members().stream()
                .filter(it -> isIn(it) && it.events().orElse(-1) == newest.events())
                .toList();
        List<RaidMember> old = array.members().stream()
                .filter(it -> isIn(it) && it.events().orElse(-1) < newest.events())
                .toList();
        int missing = newest.devices() - current.size();
        if (missing <= 0) {
            return complete(newest);
        }
        String behind = old.stream()
                .map(it -> "; " + it.device() + " is an old half, "
                        + (newest.events() - it.events().orElse(0)) + " events behind")
                .collect(Collectors.joining());
        String here = current.size() + " of " + newest.devices() + " devices are here";
        if (newest.spareable().filter(it -> missing > it).isPresent()) {
            return new Judgement(
                    Verdict.FAILED,
                    "too few: only " + here + (old.isEmpty() ? "" : " and agree") + behind,
                    Optional.of("see whether a disk is not attached or is dead ('rescuekit disks')"));
        }
        return newest.ranWith(current.size()) || !old.isEmpty()
                ? new Judgement(Verdict.SUSPECT, "degraded: " + here + behind, Optional.of(OPEN))
                : loneHalf(here);
    }

    private static boolean isIn(RaidMember member) {
        return member.trace().filter(it -> !it.isSpare()).isPresent();
    }

    private Judgement complete(MdMember newest) {
        return array.traces().allMatch(MdTrace::isClean)
                ? new Judgement(
                        Verdict.HEALTHY,
                        "all " + newest.devices() + " devices are here and agree; it is not assembled",
                        Optional.of(OPEN))
                : new Judgement(
                        Verdict.SUSPECT,
                        "all " + newest.devices() + " devices are here and agree, but it was not stopped in order: a"
                                + " resync begins when it is written to",
                        Optional.of(OPEN + ", which starts none"));
    }

    private static Judgement loneHalf(String here) {
        return new Judgement(
                Verdict.SUSPECT,
                "a lone half: only " + here + ", and when it was last written to all were in: what is missing may hold"
                        + " newer data",
                Optional.of("attach the missing disk; when it is dead: rescuekit open --degraded"));
    }
}
