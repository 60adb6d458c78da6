package io.github.rescuekit.leave;

import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.session.Journal;
import io.github.rescuekit.session.SessionLog;
import java.util.List;
import java.util.Optional;

/**
 * Takes the log of the session to the systems that Rescuekit changed. Only where somebody mounted one for writing already:
 * leaving changes no disk by itself.
 */
final class SessionLogCopy {

    private final TargetAccess targets;
    private final SessionLog log;

    SessionLogCopy(TargetAccess targets, SessionLog log) {
        this.targets = targets;
        this.log = log;
    }

    /** What became of it, a sentence each; nothing when nothing was logged. */
    List<String> into(Machine machine, List<MountedSystem> mounted) {
        Optional<byte[]> content = log.content();
        if (content.isEmpty()) {
            return List.of();
        }
        List<String> copied = mounted.stream()
                .filter(MountedSystem::isWritable)
                .flatMap(it -> into(machine, it, content.get()).stream())
                .toList();
        return copied.isEmpty()
                ? List.of("The log of this session stays in the rescue system (" + log.file()
                        + "): no system that Rescuekit changed is mounted for writing.")
                : copied;
    }

    private Optional<String> into(Machine machine, MountedSystem system, byte[] content) {
        try {
            return targets.work(machine, system.rootDevice(), "leave", target -> {
                Journal journal = target.journal();
                return journal.runs().isEmpty()
                        ? Optional.empty()
                        : Optional.of("The log of this session was copied to /var/lib/rescuekit/"
                                + journal.keepLog(content).getFileName() + " on "
                                + system.rootDevice().path() + ".");
            });
        } catch (RescueException e) {
            return Optional.of("The log of this session was not copied: "
                    + e.unlessInterrupted().happened() + ".");
        }
    }
}
