package io.github.rescuekit.leave;

import io.github.rescuekit.model.ExitCode;
import java.util.List;

/**
 * How far a departure came.
 *
 * @param unmounted what was taken down, such as {@code /dev/sda2 from /mnt}
 * @param blockers what is in the way; when there is none, nothing of Rescuekit is left on the server's disks
 * @param remarks what else there is to know
 */
public record Departed(List<String> unmounted, List<Blocker> blockers, List<String> remarks) {

    public Departed {
        unmounted = List.copyOf(unmounted);
        blockers = List.copyOf(blockers);
        remarks = List.copyOf(remarks);
    }

    public boolean isDone() {
        return blockers.isEmpty();
    }

    public ExitCode exitCode() {
        return blockers.stream().map(Blocker::exitCode).findFirst().orElse(ExitCode.DONE);
    }
}
