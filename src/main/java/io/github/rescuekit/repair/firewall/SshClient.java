package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.model.IpAddress;
import java.util.Optional;

/**
 * Somebody who wants in over SSH.
 *
 * @param address where from; empty when nobody knows, and then only what holds for everybody is certain
 * @param port the one that sshd of the installed system listens on
 */
public record SshClient(Optional<IpAddress> address, int port) {

    public boolean isV4() {
        return address.map(IpAddress::isV4).orElse(true);
    }

    /** {@code SSH (port 22) from 203.0.113.7}. */
    @Override
    public String toString() {
        return "SSH (port " + port + ") from "
                + address.map(IpAddress::toString).orElse("anywhere");
    }
}
