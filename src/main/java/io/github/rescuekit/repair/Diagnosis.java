package io.github.rescuekit.repair;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.probe.InParallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What examinations found on one system.
 *
 * @param findings the weightiest first
 * @param unknowns what could not be told, one sentence each with the reason; never to be read as healthy
 * @param leftOut what was not looked at, to be quick
 */
public record Diagnosis(List<Finding> findings, List<Unknown> unknowns, List<String> leftOut) {

    /** A recipe or another examination that could not tell. */
    public record Unknown(String recipe, String reason) {}

    public Diagnosis {
        findings = List.copyOf(findings);
        unknowns = List.copyOf(unknowns);
        leftOut = List.copyOf(leftOut);
    }

    public Diagnosis(List<Finding> findings, List<Unknown> unknowns) {
        this(findings, unknowns, List.of());
    }

    /** Asks everyone at once, and tells in their order; one that fails does not silence the others. */
    public static Diagnosis of(InstalledSystem system, List<? extends Examination> examinations) {
        List<Finding> findings = new ArrayList<>();
        List<Unknown> unknowns = new ArrayList<>();
        for (Diagnosis one : InParallel.all(examinations, it -> of(system, it))) {
            findings.addAll(one.findings());
            unknowns.addAll(one.unknowns());
        }
        findings.sort(Comparator.comparing(Finding::severity));
        return new Diagnosis(
                findings,
                unknowns,
                examinations.stream().flatMap(it -> it.leftOut().stream()).toList());
    }

    /** The same without what takes long. */
    public static Diagnosis quick(InstalledSystem system, List<? extends Examination> examinations) {
        return of(system, examinations.stream().map(Examination::quick).toList());
    }

    private static Diagnosis of(InstalledSystem system, Examination examination) {
        List<Finding> findings = new ArrayList<>();
        List<Unknown> unknowns = new ArrayList<>();
        try {
            findings.addAll(examination.diagnose(system));
            examination.unknowns(system).forEach(it -> unknowns.add(new Unknown(examination.id(), it)));
        } catch (RuntimeException e) {
            unknowns.add(new Unknown(examination.id(), reason(e)));
        }
        return new Diagnosis(findings, unknowns);
    }

    public boolean isHealthy() {
        return findings.isEmpty() && unknowns.isEmpty();
    }

    private static String reason(RuntimeException e) {
        // A bug in one recipe must not hide what the others found; its name leads to it.
        return e instanceof RescueException rescue
                ? rescue.unlessInterrupted().happened()
                : "it failed with "
                        + Optional.ofNullable(e.getMessage())
                                .map(it -> e.getClass().getSimpleName() + ": " + it)
                                .orElse(e.getClass().getSimpleName());
    }
}
