package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.SystemdUnits;
import io.github.rescuekit.installed.UnitSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The port that sshd of an installed system listens on; of several the first. */
public final class SshPort {

    private static final int USUAL = 22;
    private static final List<String> SOCKETS = List.of("ssh.socket", "sshd.socket");

    private SshPort() {}

    /** The port that a client must name. */
    public static int of(SystemFiles files) {
        SshdSettings settings = SshdSettings.of(files);
        return Stream.of(
                        fromSocket(files),
                        settings.every("port").stream().findFirst(),
                        settings.every("listenaddress").stream().findFirst().flatMap(SshPort::afterColon))
                .flatMap(Optional::stream)
                .filter(it -> it.matches("\\d{1,5}"))
                .findFirst()
                .map(Integer::valueOf)
                .orElse(USUAL);
    }

    // A socket that systemd opens has a port of its own; Ubuntu from 22.10 on makes it from sshd_config.
    private static Optional<String> fromSocket(SystemFiles files) {
        return SOCKETS.stream()
                .filter(it -> SystemdUnits.state(files, it).mayStart()
                        && !SystemdUnits.state(files, it).links().isEmpty())
                .flatMap(it -> UnitSettings.of(files, it).list("Socket", "ListenStream").stream())
                .map(UnitSettings.Setting::value)
                .map(it -> afterColon(it).orElse(it))
                .findFirst();
    }

    // "0.0.0.0:2222", "[::]:2222"
    private static Optional<String> afterColon(String address) {
        int colon = address.lastIndexOf(':');
        boolean hasPort = colon > 0 && (address.charAt(colon - 1) == ']' || address.indexOf(':') == colon);
        return hasPort ? Optional.of(address.substring(colon + 1)) : Optional.empty();
    }
}
