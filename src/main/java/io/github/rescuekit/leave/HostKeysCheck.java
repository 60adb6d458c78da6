package io.github.rescuekit.leave;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.repair.access.HostKeys;
import java.util.List;

/** Does sshd find a host key that it accepts? Without one it does not start. */
final class HostKeysCheck implements LeaveCheck {

    private static final String REPAIR = "rescuekit repair ssh-host-keys";

    @Override
    public String id() {
        return "host keys";
    }

    @Override
    public boolean applies(SystemView view) {
        return view.files().exists("/usr/sbin/sshd");
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        HostKeys keys = HostKeys.of(view.files());
        if (keys.isAnyAccepted()) {
            return LeaveVerdict.healthy(
                    id(), keys.accepted().size() + " of " + keys.files().size() + " are accepted", words(keys.files()));
        }
        if (!keys.files().isEmpty()) {
            return LeaveVerdict.failed(id(), "sshd refuses every host key", words(keys.files()), REPAIR);
        }
        return keys.makers().isEmpty()
                ? LeaveVerdict.failed(
                        id(),
                        "there is none, and nothing makes one at boot",
                        List.of("no /etc/ssh/ssh_host_*_key"),
                        REPAIR)
                : LeaveVerdict.healthy(id(), "there is none yet; one is made at boot", keys.makers());
    }

    private static List<String> words(List<SystemFile> keys) {
        return keys.stream()
                .map(it -> it.path() + ": mode " + it.mode() + ", " + it.size())
                .toList();
    }
}
