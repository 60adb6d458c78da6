package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.ServiceStart;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.repair.firewall.SshPort;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Is an SSH server installed, and does the system start it? */
final class SshServerCheck implements LeaveCheck {

    private static final int USUAL_PORT = 22;

    private record Server(String program, List<String> services) {}

    private static final List<Server> SERVERS = List.of(
            new Server("/usr/sbin/sshd", List.of("ssh", "sshd")),
            new Server("/usr/sbin/dropbear", List.of("dropbear")));

    @Override
    public String id() {
        return "ssh server";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        Optional<Server> server =
                SERVERS.stream().filter(it -> view.files().exists(it.program())).findFirst();
        if (server.isEmpty()) {
            return view.whyHidden("/usr/sbin")
                    .map(why -> LeaveVerdict.unknown(id(), why, List.of(), "see 'rescuekit mounts'"))
                    .orElseGet(() -> LeaveVerdict.failed(
                            id(),
                            "no SSH server is installed",
                            List.of("neither /usr/sbin/sshd nor /usr/sbin/dropbear is there"),
                            "install openssh-server, or be sure of the provider's console"));
        }
        return judge(server.get(), view);
    }

    // Whoever does not know it finds a closed door.
    private static String port(Server server, SystemView view) {
        int port = SshPort.of(view.files());
        return port == USUAL_PORT || !server.program().endsWith("/sshd")
                ? ""
                : " and listens on port " + port + " (ssh -p " + port + ")";
    }

    private LeaveVerdict judge(Server server, SystemView view) {
        InitSystem init = view.system().init();
        List<String> starts = server.services().stream()
                .flatMap(it -> Services.starts(view.files(), init, it).stream())
                .map(ServiceStart::path)
                .distinct()
                .toList();
        List<String> evidence =
                Stream.concat(Stream.of(server.program()), starts.stream()).toList();
        if (init == InitSystem.UNKNOWN) {
            return LeaveVerdict.unknowable(id(), "what starts services here is not known", evidence);
        }
        return starts.isEmpty()
                ? LeaveVerdict.failed(
                        id(),
                        "nothing starts " + server.program() + " at boot",
                        evidence,
                        "enable it: rescuekit chroot --write -- systemctl enable ssh (sshd on EL and SUSE)")
                : LeaveVerdict.healthy(id(), server.program() + " is started at boot" + port(server, view), evidence);
    }
}
