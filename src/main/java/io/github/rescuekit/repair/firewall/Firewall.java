package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.SystemFiles;
import java.util.List;

/** One firewall of an installed system, which starts with it. */
public interface Firewall {

    /** Its name for people, such as {@code nftables}. */
    String name();

    /** The services that load it; what must not start when it is to be off. */
    List<String> services();

    /** What it does with a client, read from files that may be changed ones. */
    Ruling ruling(SystemFiles files, SshClient client);

    /**
     * The smallest change that lets the client in, in its own dialect, placed so that it counts.
     *
     * @throws io.github.rescuekit.model.RescueException when there is no certain place for it
     */
    Edits allowing(SystemFiles files, SshClient client);

    /** How it is switched off by a file of its own; nothing where only its services can be stopped. */
    default Edits disabling(SystemFiles files) {
        return Edits.NONE;
    }

    /** Commands that open and close it while it runs, for a client that it keeps out; empty where there are none. */
    default List<Bypass> bypasses(SystemFiles files, SshClient client) {
        return List.of();
    }

    /**
     * Lines of a shell.
     *
     * @param open adds the rule unless it is there
     * @param close takes it away
     */
    record Bypass(String open, String close) {}
}
