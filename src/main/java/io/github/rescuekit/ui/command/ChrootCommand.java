package io.github.rescuekit.ui.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.Chroot.Terminal;
import io.github.rescuekit.mount.ChrootEnd;
import io.github.rescuekit.mount.Holder;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter.Access;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chroot}: a shell or a command in the installed system. */
@Command(
        name = "chroot",
        description = "A shell or a command in the mounted system.",
        customSynopsis = "rescuekit chroot [OPTION...] [SYSTEM] [-- CMD...]",
        footer = {
            "",
            "/dev, /proc, /sys, /run and the rescue's name servers are there for the command",
            "only, in namespaces of its own; processes that it leaves behind are ended. The",
            "files of the system are changed by nothing but the command itself.",
            "A system that is mounted is taken as it is. One that is not is mounted for the",
            "time being: read-only, or with --write.",
            "",
            "Examples:",
            "  rescuekit chroot                             a shell",
            "  rescuekit chroot --write -- dpkg --configure -a",
            "  rescuekit chroot /dev/sda2 -- cat /etc/hostname",
            "  rescuekit chroot --json -- dpkg -l           its output in the answer",
            "",
            "Exit code 0: the shell was left, or the command ended with 0. 5: the command",
            "ended with another code, which is told. 4: a chroot would not be safe."
        })
public final class ChrootCommand extends Verb {

    private static final String END_OF_OPTIONS = "--";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "SYSTEM",
            description = SystemArgument.DESCRIPTION + " After -- the command and its own options.")
    private List<String> words = List.of();

    @Option(names = "--write", description = "If it is not mounted, mount it writable; replays the journals.")
    private boolean write;

    ChrootCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.EDIT;
    }

    @Override
    public Answer run() {
        List<String> command = command();
        if (command.isEmpty() && (wantsJson() || !operator().isPresent())) {
            throw RescueException.usage(
                    "there is no terminal for a shell", "name a command: rescuekit chroot -- CMD...");
        }
        Machine machine = toolkit().machine().get();
        SystemArgument argument = new SystemArgument(toolkit(), machine, system(command));
        Optional<MountedSystem> mounted = argument.mounted();
        if (mounted.isPresent()) {
            return run(mounted.get(), machine, command);
        }
        BlockDevice root = argument.rootDevice();
        Path at = Path.of("/run/rescuekit-chroot-" + root.name().replace('/', '-'));
        try (MountedSystem forNow =
                toolkit().mounter().mount(machine, root, at, write ? Access.WRITABLE : Access.READ_ONLY)) {
            return run(forNow, machine, command);
        }
    }

    private Answer run(MountedSystem system, Machine machine, List<String> command) {
        Terminal terminal = terminal();
        ChrootEnd end = operator()
                .lendTerminal(
                        () -> toolkit().chroot().run(system, name(system, machine), command, terminal, this::say));
        if (!end.ended().isEmpty()) {
            say("left in the chroot and ended: "
                    + end.ended().stream().map(ChrootCommand::inWords).collect(Collectors.joining(", ")));
        }
        boolean failed = end.exitCode() != 0 && !command.isEmpty();
        if (failed) {
            say("the command ended with code " + end.exitCode());
        }
        return new Answer(failed ? ExitCode.TOOL_FAILED : ExitCode.DONE, "", json(system, end));
    }

    private Terminal terminal() {
        if (wantsJson()) {
            return Terminal.CAPTURED;
        }
        return operator().isPresent() ? Terminal.TAKEN : Terminal.INHERITED;
    }

    private List<String> command() {
        List<String> typed =
                spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
        int end = typed.indexOf(END_OF_OPTIONS);
        return end < 0 ? List.of() : List.copyOf(typed.subList(end + 1, typed.size()));
    }

    private Optional<String> system(List<String> command) {
        int before = words.size() - command.size();
        if (before > 1) {
            throw RescueException.usage(
                    "'" + words.get(1) + "' is one word too many",
                    "put -- before a command: rescuekit chroot -- CMD...");
        }
        return words.stream().limit(before).findFirst();
    }

    private static String name(MountedSystem system, Machine machine) {
        return InstalledSystems.at(system.root(), machine, Optional.of(system.rootDevice()), system.incomplete())
                .flatMap(InstalledSystem::hostname)
                .map(Show::text)
                .orElse(system.rootDevice().name());
    }

    private void say(String remark) {
        operator().err().println("rescuekit: " + Show.text(remark) + ".");
        operator().err().flush();
    }

    private static String inWords(Holder process) {
        return process.pid().isPresent()
                ? process.name() + " (process " + process.pid().getAsLong() + ")"
                : process.name();
    }

    private static JsonObject json(MountedSystem system, ChrootEnd end) {
        JsonObject json = new JsonObject();
        json.addProperty("rootDevice", system.rootDevice().path());
        json.addProperty("writable", system.isWritable());
        json.addProperty("code", end.exitCode());
        json.addProperty("out", end.out());
        json.addProperty("err", end.err());
        JsonArray ended = new JsonArray();
        end.ended().forEach(it -> ended.add(inWords(it)));
        json.add("ended", ended);
        JsonArray remarks = new JsonArray();
        end.remarks().forEach(remarks::add);
        json.add("remarks", remarks);
        return json;
    }
}
