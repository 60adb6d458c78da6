package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.repair.Diagnosis;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.DiagnosisReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code diagnose}: what is wrong with an installed system. */
@Command(
        name = "diagnose",
        description = {
            "What is wrong with an installed system, with evidence.",
            "Reads only; writes no block. Takes the system as it is mounted, or looks at it by itself."
        },
        footer = {
            "",
            "Examples:",
            "  rescuekit diagnose",
            "  rescuekit diagnose guest-agent-freeze --system /dev/sda1",
            "",
            "Exit code 0: nothing found, 3: problems found, or something could not be told."
        })
public final class DiagnoseCommand extends SystemVerb {

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "What to ask: panic, or recipes of 'repair --list'; all without any.")
    private List<String> ids = new ArrayList<>();

    DiagnoseCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        List<Examination> asked = ids.isEmpty()
                ? toolkit().recipes().examinations()
                : ids.stream().map(toolkit().recipes()::requireExamination).toList();
        return look(toolkit().machine().get(), target -> {
            var system = target.look();
            return new DiagnosisReport(system, Diagnosis.of(system, asked)).answer(style());
        });
    }
}
