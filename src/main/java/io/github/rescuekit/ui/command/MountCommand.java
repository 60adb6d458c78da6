package io.github.rescuekit.ui.command;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter.Access;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.MountReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mount}: the whole system by its own fstab. */
@Command(
        name = "mount",
        description = "The whole system under /mnt, read-only unless --write.",
        footer = {
            "",
            "Without --write no block of any disk changes: a dirty journal is replayed in",
            "memory only. With --write the journals are replayed on the disks. Either way it",
            "stays mounted until 'rescuekit umount', also when this program ends.",
            "",
            "Examples:",
            "  rescuekit mount",
            "  rescuekit mount /dev/sda2 --at /srv/old",
            "  rescuekit mount --write            shows what will happen, and asks",
            "  rescuekit mount --write --yes      for scripts",
            "",
            "Exit code 0: mounted, 3: --write without --yes and nobody to ask: only shown."
        })
public final class MountCommand extends Verb {

    private static final String WRITE = "--write";
    private static final Path DEFAULT = Path.of("/mnt");

    @Parameters(arity = "0..1", paramLabel = "SYSTEM", description = SystemArgument.DESCRIPTION)
    private @Nullable String system;

    @Option(names = "--at", paramLabel = "DIR", description = "An empty directory. Default: /mnt.")
    private Path at = DEFAULT;

    @Option(names = WRITE, description = "So that files can be changed; replays the journals.")
    private boolean write;

    @Option(
            names = {"-y", "--yes"},
            description = "With --write: do not ask.")
    private boolean yes;

    MountCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return write ? Level.EDIT : Level.LOOK;
    }

    @Override
    public Map<String, Level> levelsByOption() {
        return Map.of(WRITE, Level.EDIT);
    }

    @Override
    public Answer run() {
        Machine machine = toolkit().machine().get();
        SystemArgument argument = new SystemArgument(toolkit(), machine, Optional.ofNullable(system));
        Optional<MountedSystem> already = Optional.ofNullable(system).isPresent()
                ? argument.mounted()
                : toolkit().mounter().mounted(machine).stream().findFirst();
        if (already.isPresent()) {
            return alreadyMounted(already.get());
        }
        BlockDevice root = argument.rootDevice();
        if (write && !yes) {
            Optional<Answer> refused = consent(machine, root);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        MountedSystem mounted =
                toolkit().mounter().mount(machine, root, at, write ? Access.WRITABLE : Access.READ_ONLY);
        return mounted(mounted);
    }

    private Answer alreadyMounted(MountedSystem mounted) {
        if (mounted.isWritable() != write) {
            throw RescueException.refused(
                    "mounted",
                    mounted.rootDevice().path() + " is mounted at " + mounted.root()
                            + (write ? ", but read-only" : ", but writable"),
                    "take it down first: rescuekit umount " + mounted.root());
        }
        return answer(ExitCode.DONE, MountReport.of(List.of(mounted)), "It was mounted already; nothing was done.");
    }

    private Answer mounted(MountedSystem mounted) {
        return answer(
                ExitCode.DONE,
                MountReport.of(List.of(mounted)),
                "Next: the files are below " + mounted.root() + "; 'rescuekit umount' takes everything down.");
    }

    /** Shows what will happen and asks; an answer when it must not happen. */
    private Optional<Answer> consent(Machine machine, BlockDevice root) {
        MountReport report;
        try (MountedSystem looked = toolkit().mounter().look(machine, root)) {
            report = MountReport.ofALook(looked);
            if (!operator().isPresent() || wantsJson()) {
                return Optional.of(answer(
                        ExitCode.PROBLEMS_FOUND,
                        report,
                        "Nothing was changed. To mount it writable, and replay the journals on the disks:\n"
                                + "  rescuekit mount " + root.path() + " --write --yes"
                                + (at.equals(DEFAULT) ? "" : " --at " + at)));
            }
            report.lines(style()).forEach(operator().err()::println);
        }
        operator().err().println();
        boolean agreed = operator()
                .confirm(
                        "Mount " + root.path() + " writable at " + at + "? Journals are then replayed on the disks.",
                        "--yes");
        return agreed
                ? Optional.empty()
                : Optional.of(new Answer(ExitCode.PROBLEMS_FOUND, "Nothing was changed.\n", new JsonObject()));
    }

    private Answer answer(ExitCode code, MountReport report, String next) {
        List<String> lines = new ArrayList<>(report.lines(style()));
        lines.add("");
        lines.add(next);
        return new Answer(code, String.join("\n", lines) + "\n", report.json());
    }
}
