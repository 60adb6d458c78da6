package io.github.rescuekit.diagnose.raid;

import io.github.rescuekit.diagnose.raid.RaidArray.Judgement;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.DeviceName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Judges an array that runs. */
record RunningArray(RaidArray array, MdArray running) {

    Judgement judge() {
        return newerOutside()
                .or(this::working)
                .or(this::degraded)
                .or(this::unread)
                .orElseGet(() -> new Judgement(
                        Verdict.HEALTHY,
                        array.level()
                                        .filter(it -> it.equals("raid0") || it.equals("linear"))
                                        .isPresent()
                                ? "all of its devices are in; it has nothing to lose one of them"
                                : "all of its devices are in",
                        Optional.empty()));
    }

    // The worst that can be: it was assembled from the half that had been left behind.
    private Optional<Judgement> newerOutside() {
        long here = events();
        return array.all(Part.LEFT_OUT).stream()
                .filter(it -> it.events().orElse(-1) > here)
                .findFirst()
                .map(it -> new Judgement(
                        Verdict.FAILED,
                        "what runs is the old half: " + it.device() + " is "
                                + (it.events().orElse(here) - here) + " events ahead and holds newer data",
                        Optional.of("write nothing to it; close it ('rescuekit close'), detach the old disk, and open"
                                + " the newer one with 'rescuekit open --degraded'")));
    }

    private long events() {
        return array.all(Part.IN).stream()
                .map(RaidMember::events)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max()
                .orElse(Long.MAX_VALUE);
    }

    private Optional<Judgement> working() {
        return running.activity()
                .map(it -> new Judgement(
                        Verdict.SUSPECT,
                        (running.isDegraded() ? "it is being rebuilt: " : "it is at work: ") + it,
                        Optional.of("wait until it has finished; 'rescuekit raid status' shows how far it is")));
    }

    private Optional<Judgement> degraded() {
        List<RaidMember> faulty = array.all(Part.FAULTY);
        if (!running.isDegraded() && faulty.isEmpty()) {
            return Optional.empty();
        }
        long in = running.slots().stream().filter(it -> it).count();
        List<RaidMember> leftOut = array.all(Part.LEFT_OUT);
        return Optional.of(new Judgement(
                Verdict.SUSPECT,
                "degraded: it runs with " + in + " of " + running.slots().size() + " devices, and "
                        + (isAtItsEnd(running.slots().size() - in) ? "one more failure loses it" : "fewer may fail")
                        + (leftOut.isEmpty() ? "" : "; " + old(leftOut)),
                Optional.of(next(faulty, leftOut))));
    }

    private boolean isAtItsEnd(long missing) {
        return array.newest()
                .flatMap(MdMember::spareable)
                .map(it -> missing >= it)
                .orElse(true);
    }

    private String old(List<RaidMember> leftOut) {
        long here = events();
        return leftOut.stream()
                .map(it -> it.device() + " was left behind"
                        + (it.events().isPresent() && here != Long.MAX_VALUE
                                ? ": an old half, " + (here - it.events().getAsLong()) + " events behind"
                                : ""))
                .collect(Collectors.joining("; "));
    }

    private String next(List<RaidMember> faulty, List<RaidMember> leftOut) {
        if (!faulty.isEmpty()) {
            return "look at " + faulty.get(0).device() + " first ('rescuekit check "
                    + faulty.get(0).device() + "'): a disk that was thrown out is to be replaced";
        }
        return leftOut.isEmpty()
                ? "see whether a disk is not attached or is dead ('rescuekit disks'); a new one takes its place with"
                        + " 'rescuekit raid replace --disk DISK'"
                : "look at its disk first ('rescuekit check " + leftOut.get(0).device()
                        + "'); when that is healthy, it comes back with 'rescuekit raid replace --disk "
                        + DeviceName.parse(leftOut.get(0).device()).disk() + "'";
    }

    private Optional<Judgement> unread() {
        return array.members().stream()
                .filter(it -> it.unread().isPresent())
                .findFirst()
                .map(it -> new Judgement(
                        Verdict.UNKNOWN,
                        "all of its devices are in, but what " + it.device() + " knows of it could not be read: "
                                + it.unread().orElse(""),
                        Optional.of("look at the disk: rescuekit check " + it.device())));
    }
}
