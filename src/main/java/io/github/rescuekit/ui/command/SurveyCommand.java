package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.diagnose.SystemCandidate;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.Diagnosis;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.SurveyReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code survey}: machine, disks, systems, findings and next steps on one screen. */
@Command(
        name = "survey",
        description = "What is here, what is wrong, what to do next. Run it first.",
        footer = {
            "",
            "With several installed systems nothing is chosen: name one.",
            "To be quick it leaves out what lies in the initramfs; 'rescuekit diagnose' looks into it.",
            "",
            "Examples:",
            "  rescuekit survey",
            "  rescuekit survey /dev/sda2         this one of several systems",
            "  rescuekit survey --hardware        with serials of board and memory modules",
            "  rescuekit survey --json",
            "",
            "Exit code 0: none of the known faults, 3: faults or no system, 9: name a system."
        })
public final class SurveyCommand extends Verb {

    @Parameters(
            arity = "0..1",
            paramLabel = "SYSTEM",
            description = "Its device, UUID or hostname, or the beginning of its machine-id.")
    private @Nullable String system;

    @Option(
            names = "--hardware",
            description = "Also mainboard, firmware, memory modules, network cards and sensors. Always in the answer"
                    + " with --json.")
    private boolean hardware;

    SurveyCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        Host host = toolkit().host().get();
        Machine machine = toolkit().machine().get();
        Optional<String> word = Optional.ofNullable(system);
        InstalledSystemSearch search = new InstalledSystemSearch(toolkit().mounter(), Architectures.ofThisMachine());
        try (FoundSystems found = search.find(machine, word)) {
            Optional<SystemCandidate> chosen = word.isPresent()
                    ? Optional.of(found.choose(word))
                    : found.systems().stream()
                            .filter(it -> found.systems().size() == 1)
                            .findFirst();
            return new SurveyReport(
                            host,
                            hardware || wantsJson()
                                    ? Optional.of(toolkit().inventory().get())
                                    : Optional.empty(),
                            found,
                            chosen.map(this::diagnosed),
                            toolkit().mounter().mounted(machine))
                    .answer(style());
        }
    }

    private SurveyReport.Surveyed diagnosed(SystemCandidate candidate) {
        return new SurveyReport.Surveyed(
                candidate,
                Diagnosis.quick(candidate.system(), toolkit().recipes().examinations()));
    }
}
