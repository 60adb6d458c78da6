package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.MountReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mounts}: what is mounted; without anything mounted, what would be. */
@Command(
        name = "mounts",
        description = "What becomes of each line of the fstab, and why.",
        footer = {
            "",
            "Shows the systems that are mounted. When none is, or SYSTEM is not mounted, its",
            "fstab is tried out where nobody else sees it, and released again.",
            "",
            "Examples:",
            "  rescuekit mounts",
            "  rescuekit mounts /dev/sda2",
            "  rescuekit mounts --json",
            "",
            "Exit code 0: every line is fine, 3: some line cannot be mounted."
        })
public final class MountsCommand extends Verb {

    @Parameters(arity = "0..1", paramLabel = "SYSTEM", description = SystemArgument.DESCRIPTION)
    private @Nullable String system;

    MountsCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        Machine machine = toolkit().machine().get();
        List<MountedSystem> mounted = toolkit().mounter().mounted(machine);
        if (system == null && !mounted.isEmpty()) {
            return answer(MountReport.of(mounted), "Next: 'rescuekit umount' takes everything down.");
        }
        SystemArgument argument = new SystemArgument(toolkit(), machine, Optional.ofNullable(system));
        Optional<MountedSystem> named = argument.mounted();
        if (named.isPresent()) {
            return answer(MountReport.of(List.of(named.get())), "Next: 'rescuekit umount' takes it down.");
        }
        try (FoundSystems found = argument.look()) {
            MountedSystem looked = found.choose(Optional.ofNullable(system)).mounted();
            String next = "Next: 'rescuekit mount " + looked.rootDevice().path() + "' mounts it under /mnt. Nothing is"
                    + " mounted now.";
            return answer(MountReport.ofALook(looked), next);
        }
    }

    private Answer answer(MountReport report, String next) {
        List<String> lines = new ArrayList<>(report.lines(style()));
        lines.add("");
        lines.add(next);
        return new Answer(
                report.hasFailures() ? ExitCode.PROBLEMS_FOUND : ExitCode.DONE,
                String.join("\n", lines) + "\n",
                report.json());
    }
}
