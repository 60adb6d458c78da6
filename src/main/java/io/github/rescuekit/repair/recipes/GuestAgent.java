package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.PackageVersions;
import io.github.rescuekit.installed.ServiceStart;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The QEMU guest agent of an installed system, which will start at its next boot.
 *
 * @param program its path
 * @param service its name for the init system, such as {@code qemu-guest-agent}
 * @param starts what starts it
 */
record GuestAgent(
        String program,
        Optional<AgentVersion> version,
        String service,
        List<ServiceStart> starts,
        AgentLaunch launch,
        List<RpcArgument> arguments,
        AgentConfiguration configuration) {

    private static final List<String> PROGRAMS =
            List.of("/usr/sbin/qemu-ga", "/usr/bin/qemu-ga", "/usr/local/sbin/qemu-ga", "/usr/local/bin/qemu-ga");
    private static final List<String> SERVICES = List.of("qemu-guest-agent", "qemu-ga");
    private static final int LARGEST_PROGRAM = 16 << 20;

    // What --help prints is one text in the program: "QEMU Guest Agent 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)".
    private static final Pattern OWN_VERSION = Pattern.compile("QEMU Guest Agent ([0-9][^\\x00\\n]{0,99})");

    GuestAgent {
        starts = List.copyOf(starts);
        arguments = List.copyOf(arguments);
    }

    /**
     * The agent when it is installed and something starts it.
     *
     * @throws RescueException when it is installed and nobody can tell what starts it
     */
    static Optional<GuestAgent> starting(InstalledSystem system) {
        SystemFiles files = system.files();
        Optional<SystemFile> program = PROGRAMS.stream()
                .flatMap(path -> files.find(path).stream())
                .filter(SystemFile::isRegular)
                .findFirst();
        if (program.isPresent() && system.init() == InitSystem.UNKNOWN) {
            throw new RescueException(
                    ExitCode.NOT_UNDERSTOOD,
                    "the guest agent is installed (" + program.get().path()
                            + "), and what starts it cannot be told: there is no known init system",
                    "see 'rescuekit leave' for what is wrong with /sbin/init");
        }
        return program.flatMap(it -> SERVICES.stream()
                .flatMap(service -> starting(system, it.path(), service).stream())
                .findFirst());
    }

    private static Optional<GuestAgent> starting(InstalledSystem system, String program, String service) {
        SystemFiles files = system.files();
        List<ServiceStart> starts = Services.starts(files, system.init(), service);
        if (starts.isEmpty()) {
            return Optional.empty();
        }
        Optional<AgentVersion> version = version(program, files);
        AgentLaunch launch = AgentLaunch.of(service, system.init(), files);
        return Optional.of(new GuestAgent(
                program,
                version,
                service,
                starts,
                launch,
                RpcArgument.in(launch.words(), name -> launch.variable(name, files)),
                AgentConfiguration.of(system, version)));
    }

    // The program says it better than the package: it is what runs.
    private static Optional<AgentVersion> version(String program, SystemFiles files) {
        return files.head(program, LARGEST_PROGRAM)
                .map(bytes -> OWN_VERSION.matcher(FileText.decode(bytes).text()))
                .filter(Matcher::find)
                .flatMap(matcher -> AgentVersion.parse(matcher.group(1)))
                .or(() -> PackageVersions.find(files, "qemu-guest-agent")
                        .version()
                        .flatMap(AgentVersion::parse));
    }

    /** The RPCs of a freeze that the hypervisor can still call. */
    List<String> openFreezes() {
        return RpcList.FREEZE.stream().filter(this::isOpen).toList();
    }

    private boolean isOpen(String rpc) {
        boolean blocked = blocked().anyMatch(list -> list.contains(rpc));
        List<RpcList> allowed = allowed().toList();
        return !blocked && (allowed.isEmpty() || allowed.stream().anyMatch(list -> list.contains(rpc)));
    }

    private Stream<RpcList> blocked() {
        return Stream.concat(
                arguments.stream().filter(it -> !it.allows()).map(RpcArgument::list), configuration.blocked().stream());
    }

    private Stream<RpcList> allowed() {
        return Stream.concat(
                arguments.stream().filter(RpcArgument::allows).map(RpcArgument::list),
                configuration.allowed().stream());
    }

    /** What was found, for people: program and version, what starts it, why it can be asked to freeze. */
    List<String> evidence() {
        List<String> evidence = new ArrayList<>();
        evidence.add(program
                + version.map(it -> " has version " + it.text())
                        .orElse(": its version is unknown, so it counts as one that hangs"));
        starts.forEach(start -> evidence.add(start.path() + " starts " + service));
        evidence.addAll(misreadings());
        evidence.add("nothing blocks " + String.join(" and ", openFreezes()));
        return evidence;
    }

    /** Lists that the agent does not read as whoever wrote them meant. */
    List<String> misreadings() {
        List<String> misreadings = new ArrayList<>();
        arguments.stream()
                .filter(it -> it.list().isMisread())
                .forEach(it -> misreadings.add("on the agent's command line "
                        + it.variable()
                                .map(place -> "(" + place.variable() + ") ")
                                .orElse("")
                        + misread(it.list())));
        Stream.concat(configuration.blocked().stream(), configuration.allowed().stream())
                .filter(RpcList::isMisread)
                .forEach(list -> misreadings.add(configuration.path() + " " + misread(list)));
        configuration
                .deadKey()
                .ifPresent(key -> misreadings.add(configuration.path() + " has the key " + key
                        + ", which this version of the agent passes over"));
        return misreadings;
    }

    private static String misread(RpcList list) {
        return "has the list '" + list.text()
                + "': the agent separates names by commas only, and reads one unknown name";
    }
}
