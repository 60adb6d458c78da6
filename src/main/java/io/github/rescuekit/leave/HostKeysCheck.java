package io.github.rescuekit.leave;

import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFile;
import java.util.List;
import java.util.stream.Stream;

/** Does sshd find a host key that it accepts? Without one it does not start. */
final class HostKeysCheck implements LeaveCheck {

    private static final int OTHERS = 0077;
    // EL gives them to the group ssh_keys, and its sshd takes that.
    private static final int OTHERS_BUT_GROUP = 0037;
    private static final List<String> MAKERS = List.of(
            "/usr/lib/systemd/system/sshd-keygen@.service",
            "/usr/lib/systemd/system/sshd-keygen.service",
            "/usr/sbin/sshd-gen-keys-start",
            "/etc/init.d/sshd");

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
        List<SystemFile> keys = keys(view);
        List<SystemFile> accepted =
                keys.stream().filter(HostKeysCheck::isAccepted).toList();
        if (!accepted.isEmpty()) {
            return LeaveVerdict.healthy(id(), accepted.size() + " of " + keys.size() + " are accepted", words(keys));
        }
        if (!keys.isEmpty()) {
            return LeaveVerdict.failed(
                    id(),
                    "sshd refuses every host key",
                    words(keys),
                    "rescuekit chroot --write -- chmod 600 " + keys.get(0).path());
        }
        List<String> makers = MAKERS.stream().filter(view.files()::exists).toList();
        return makers.isEmpty()
                ? LeaveVerdict.failed(
                        id(),
                        "there is none, and nothing makes one at boot",
                        List.of("no /etc/ssh/ssh_host_*_key"),
                        "rescuekit chroot --write -- ssh-keygen -A")
                : LeaveVerdict.healthy(id(), "there is none yet; one is made at boot", makers);
    }

    private static List<SystemFile> keys(SystemView view) {
        List<String> named = SshdSettings.of(view.files()).every("hostkey");
        Stream<SystemFile> usual = view.files().glob("/etc/ssh/ssh_host_*_key").stream();
        return named.isEmpty()
                ? usual.toList()
                : named.stream().flatMap(it -> view.files().find(it).stream()).toList();
    }

    private static boolean isAccepted(SystemFile key) {
        int others = key.gid() == 0 ? OTHERS : OTHERS_BUT_GROUP;
        return key.isRegular() && key.size().count() > 0 && !key.mode().grantsAny(others);
    }

    private static List<String> words(List<SystemFile> keys) {
        return keys.stream()
                .map(it -> it.path() + ": mode " + it.mode() + ", " + it.size())
                .toList();
    }
}
