package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.Verdict;
import java.util.List;

/**
 * One thing that speaks against a boot, or that cannot be told.
 *
 * @param where the place, such as {@code line 4}
 * @param sentence place and fault, as a line of evidence
 */
public record Fault(Verdict verdict, String where, String sentence) {

    private static final List<Verdict> WORST_FIRST = List.of(Verdict.FAILED, Verdict.SUSPECT, Verdict.UNKNOWN);

    /** The same where the server may start all the same, as from the other half of a mirror. */
    public Fault suspected() {
        return verdict == Verdict.FAILED ? new Fault(Verdict.SUSPECT, where, sentence) : this;
    }

    /** The worst of them; healthy when there is none. */
    public static Verdict worst(List<Fault> faults) {
        return WORST_FIRST.stream()
                .filter(verdict -> faults.stream().anyMatch(it -> it.verdict() == verdict))
                .findFirst()
                .orElse(Verdict.HEALTHY);
    }

    /** Where the worst are: the one place, or how many. */
    public static String places(List<Fault> faults, String plural) {
        Verdict worst = worst(faults);
        List<String> places = faults.stream()
                .filter(it -> it.verdict() == worst)
                .map(Fault::where)
                .distinct()
                .toList();
        return places.size() == 1 ? places.get(0) : places.size() + " " + plural;
    }

    public static List<String> sentences(List<Fault> faults) {
        return faults.stream().map(Fault::sentence).toList();
    }
}
