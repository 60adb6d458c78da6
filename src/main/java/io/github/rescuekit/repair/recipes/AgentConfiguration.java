package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Distribution.Family;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.IniLines;
import io.github.rescuekit.installed.InstalledSystem;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The agent's own configuration file, read with the keys that its version knows. A key that it does not know it passes over
 * in silence.
 *
 * @param file the file when it is there
 * @param version empty when it is not known: then no key counts
 */
record AgentConfiguration(String path, Optional<FileText> file, Optional<AgentVersion> version) {

    private static final String GENERAL = "general";
    private static final String BLACKLIST = "blacklist";
    private static final String BLOCK = "block-rpcs";
    private static final String ALLOW = "allow-rpcs";

    /** The file of this system's agent; Red Hat's builds look elsewhere, and are configured by their unit's variables. */
    static AgentConfiguration of(InstalledSystem system, Optional<AgentVersion> version) {
        String path =
                system.distribution().family() == Family.RHEL ? "/etc/qemu-kvm/qemu-ga.conf" : "/etc/qemu/qemu-ga.conf";
        return new AgentConfiguration(path, system.files().text(path), version);
    }

    /** A line that makes the agent stop with an error as soon as it is started. */
    OptionalInt brokenLine() {
        return ini().firstRefusedLine();
    }

    boolean isRead() {
        return version.filter(AgentVersion::readsConfigurationFile).isPresent();
    }

    Optional<RpcList> blocked() {
        return blockKey().flatMap(key -> value(key)).map(RpcList::new);
    }

    Optional<RpcList> allowed() {
        return knows(AgentVersion::knowsAllowRpcs) ? value(ALLOW).map(RpcList::new) : Optional.empty();
    }

    /** The file with a list of what is allowed. */
    FileText withAllowed(RpcList list) {
        return ini().with(GENERAL, ALLOW, list.text()).file();
    }

    /**
     * The file with a list of what is blocked, under the key that counts. Only one of the two keys may be there: of
     * both the agent reads the old one alone.
     */
    FileText withBlocked(RpcList list) {
        if (blockKey().isPresent()) {
            return ini().with(GENERAL, blockKey().orElseThrow(), list.text()).file();
        }
        String key = knows(AgentVersion::knowsBlockRpcs) ? BLOCK : BLACKLIST;
        return deadKey()
                .map(dead -> ini().replace(GENERAL, dead, key, list.text()))
                .orElseGet(() -> ini().with(GENERAL, key, list.text()))
                .file();
    }

    /** A list under a key that this version does not know. */
    Optional<RpcList> dead() {
        return deadKey().flatMap(this::value).map(RpcList::new);
    }

    /** The key of {@link #dead()}. */
    Optional<String> deadKey() {
        if (blockKey().isPresent() || version.isEmpty()) {
            return Optional.empty();
        }
        return value(BLACKLIST).isPresent()
                ? Optional.of(BLACKLIST)
                : value(BLOCK).map(list -> BLOCK);
    }

    /** The key whose list counts. */
    Optional<String> blockKey() {
        if (knows(AgentVersion::knowsBlacklist) && value(BLACKLIST).isPresent()) {
            return Optional.of(BLACKLIST);
        }
        return knows(AgentVersion::knowsBlockRpcs) ? value(BLOCK).map(list -> BLOCK) : Optional.empty();
    }

    private boolean knows(Predicate<AgentVersion> key) {
        return isRead() && version.filter(key).isPresent();
    }

    private Optional<String> value(String key) {
        return ini().value(GENERAL, key);
    }

    private IniLines ini() {
        return file.map(IniLines::new).orElse(IniLines.EMPTY);
    }
}
