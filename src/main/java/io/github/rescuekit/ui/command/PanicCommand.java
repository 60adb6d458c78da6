package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.panic.CrashAccount;
import io.github.rescuekit.diagnose.panic.CrashEvidence;
import io.github.rescuekit.diagnose.panic.MachineRecords;
import io.github.rescuekit.diagnose.panic.Signatures;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.PanicReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;

/** {@code panic}: how the last boots of an installed system ended. */
@Command(
        name = "panic",
        description = {
            "How the last boots of an installed system ended, and what to do next.",
            "Reads its journal or syslog, dumps of the kernel (pstore, kdump), wtmp, and what the machine itself recorded.",
            "Reads only; writes no block."
        },
        footer = {
            "",
            "Examples:",
            "  rescuekit panic",
            "  rescuekit panic --system /dev/sda1 --json",
            "",
            "Exit code 0: no failure of the last boot is recorded, 3: one is, or nothing tells."
        })
public final class PanicCommand extends SystemVerb {

    PanicCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        MachineRecords.Read records = toolkit().health().records();
        CrashEvidence evidence =
                new CrashEvidence(Signatures.read(), toolkit().health().databases());
        return look(toolkit().machine().get(), target -> {
            var system = target.look();
            CrashAccount account = evidence.with(evidence.of(system.files()), records);
            return new PanicReport(system, account).answer(style());
        });
    }
}
