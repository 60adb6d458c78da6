package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Distribution.Family;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.UnitSettings;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.recipes.RpcArgument.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the agent refuse to freeze, in the place that the system's own configuration uses for it. */
final class BlockFreeze {

    private static final FileMode PLAIN = new FileMode(0_644);
    private static final String DROP_IN = "60-no-fsfreeze.conf";

    private final InstalledSystem system;
    private final GuestAgent agent;
    private final SystemFiles files;

    BlockFreeze(InstalledSystem system, GuestAgent agent) {
        this.system = system;
        this.agent = agent;
        this.files = system.files();
    }

    /**
     * The steps.
     *
     * @throws RescueException when there is no place that this agent would read
     */
    List<Step> steps() {
        // An allow list comes first: a list of blocked names beside it makes versions before 9.1 stop with an error.
        List<Supplier<Optional<List<Step>>>> places = List.of(
                this::allowedByVariable,
                this::allowedByCommand,
                this::allowedByConfiguration,
                this::blockedByVariable,
                this::emptyVariable,
                this::blockedByConfiguration,
                this::dropIn);
        return places.stream()
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(this::noPlace);
    }

    private Optional<List<Step>> allowedByVariable() {
        return open().filter(it -> it.variable().isPresent())
                .flatMap(it -> inVariable(it.variable().orElseThrow(), it.list().without(RpcList.FREEZE)));
    }

    private Optional<List<Step>> allowedByCommand() {
        return open().flatMap(it -> dropIn(agent.launch()
                .command()
                .replace(it.list().text(), it.list().without(RpcList.FREEZE).text())));
    }

    private Optional<RpcArgument> open() {
        return agent.arguments().stream()
                .filter(it -> it.allows() && it.list().containsAny(RpcList.FREEZE))
                .findFirst();
    }

    private Optional<List<Step>> allowedByConfiguration() {
        return agent.configuration()
                .allowed()
                .map(list -> inConfiguration(agent.configuration().withAllowed(list.without(RpcList.FREEZE))));
    }

    private Optional<List<Step>> blockedByVariable() {
        return agent.arguments().stream()
                .filter(it -> !it.allows() && it.variable().isPresent())
                .findFirst()
                .flatMap(it -> inVariable(it.variable().orElseThrow(), it.list().with(RpcList.FREEZE)));
    }

    private Optional<List<Step>> emptyVariable() {
        return RpcArgument.free(agent.launch().words(), name -> agent.launch().variable(name, files))
                .flatMap(place -> inVariable(place, new RpcList("").with(RpcList.FREEZE)));
    }

    private Optional<List<Step>> blockedByConfiguration() {
        AgentConfiguration configuration = agent.configuration();
        if (!configuration.isRead() || system.distribution().family() == Family.RHEL) {
            return Optional.empty();
        }
        RpcList list = configuration.blocked().or(configuration::dead).orElse(new RpcList(""));
        return Optional.of(inConfiguration(configuration.withBlocked(list.with(RpcList.FREEZE))));
    }

    // The short option kept its meaning in all versions.
    private Optional<List<Step>> dropIn() {
        return dropIn(agent.launch().command() + " -b " + String.join(",", RpcList.FREEZE));
    }

    private Optional<List<Step>> dropIn(String command) {
        return agent.launch().unit().map(unit -> {
            String path = "/etc/systemd/system/" + unit + ".d/" + dropInName(unit);
            return NewFile.steps(files, path, FileText.of(dropInText(command)), PLAIN);
        });
    }

    // The last drop-in that sets the command wins.
    private String dropInName(String unit) {
        boolean isLast = UnitSettings.dropIns(files, unit).stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .allMatch(name -> name.compareTo(DROP_IN) <= 0);
        return isLast ? DROP_IN : "zz-" + DROP_IN;
    }

    private static String dropInText(String command) {
        return """
                # Made by rescuekit: a freeze of the filesystems would hang this server.
                [Service]
                ExecStart=
                ExecStart=%s
                """.replace("%s", command);
    }

    private Optional<List<Step>> inVariable(Place place, RpcList list) {
        return agent.launch().ownEnvironmentFile().map(path -> {
            FileText before = files.text(path).orElse(FileText.of(""));
            FileText after = agent.launch().environmentFileWith(place.variable(), place.value(list), before);
            return NewFile.steps(files, path, after, PLAIN);
        });
    }

    private List<Step> inConfiguration(FileText after) {
        AgentConfiguration configuration = agent.configuration();
        if (configuration.brokenLine().isPresent()) {
            throw brokenConfiguration(
                    configuration.path(), configuration.brokenLine().getAsInt());
        }
        return NewFile.steps(files, configuration.path(), after, PLAIN);
    }

    private static RescueException brokenConfiguration(String path, int line) {
        return RescueException.refused(
                "configuration-broken",
                "Line " + line + " of " + path + " makes the guest agent stop with an error at its start.",
                "Mend that line first, or choose --remedy mask-agent.");
    }

    private RescueException noPlace() {
        return RescueException.refused(
                "remedy-does-not-fit",
                "The guest agent " + agent.program()
                        + agent.version().map(it -> " (" + it.text() + ")").orElse(" of an unknown version")
                        + " reads no list of blocked calls that rescuekit could write.",
                "Choose --remedy mask-agent.");
    }
}
