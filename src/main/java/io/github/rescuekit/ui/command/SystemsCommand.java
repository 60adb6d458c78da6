package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.SystemsReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code systems}: which systems are installed, the likeliest first, and why. */
@Command(
        name = "systems",
        description = "Installed systems, the likeliest first, with the reasons.",
        footer = {
            "",
            "Every filesystem that can be a root is mounted read-only where nobody else sees",
            "it, without replaying its journal, and released again. Roots of containers,",
            "chroots and copies are named as such.",
            "",
            "Examples:",
            "  rescuekit systems",
            "  rescuekit systems /dev/sda         look at this disk only",
            "  rescuekit systems --json",
            "",
            "Exit code 0: a system was found, 3: none."
        })
public final class SystemsCommand extends Verb {

    @Parameters(arity = "0..1", paramLabel = "DEV", description = "A disk or a partition to look at; all without.")
    private @Nullable String device;

    SystemsCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        Machine machine = toolkit().machine().get();
        Optional<String> only = Optional.ofNullable(device);
        only.filter(it -> machine.device(it).isEmpty()).ifPresent(it -> {
            throw RescueException.usage(
                    "there is no block device " + it, "see 'rescuekit disks' for what is plugged in");
        });
        InstalledSystemSearch search = new InstalledSystemSearch(toolkit().mounter(), Architectures.ofThisMachine());
        try (FoundSystems found = search.find(machine, only)) {
            return new SystemsReport(found).answer(style());
        }
    }
}
