package io.github.rescuekit.report;

import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis without its evidence: one sentence for each finding. */
final class DiagnosisLines {

    private DiagnosisLines() {}

    static List<String> body(Diagnosis diagnosis, Style style) {
        List<String> lines = new ArrayList<>();
        diagnosis.findings().forEach(finding -> lines.addAll(finding(finding, style)));
        diagnosis
                .unknowns()
                .forEach(it -> lines.addAll(
                        LabelledLines.hanging(style.warning("CANNOT TELL "), 12, it.recipe() + ": " + it.reason())));
        return lines.isEmpty() ? List.of(style.good("none of the known faults")) : lines;
    }

    private static List<String> finding(Finding finding, Style style) {
        String word = String.format(Locale.ROOT, "%-9s", finding.severity());
        return LabelledLines.hanging(
                FindingLines.styled(finding.severity(), word, style), word.length(), finding.title());
    }
}
