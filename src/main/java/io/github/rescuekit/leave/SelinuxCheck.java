package io.github.rescuekit.leave;

import io.github.rescuekit.installed.KeyValueLines;
import java.util.List;
import java.util.Optional;

/** Is the policy there that SELinux loads, and does the next boot relabel? */
final class SelinuxCheck implements LeaveCheck {

    private static final String CONFIGURATION = "/etc/selinux/config";
    private static final String RELABEL = "/.autorelabel";

    @Override
    public String id() {
        return "SELinux";
    }

    @Override
    public boolean applies(SystemView view) {
        return settings(view).flatMap(it -> it.value("SELINUX")).isPresent();
    }

    private static Optional<KeyValueLines> settings(SystemView view) {
        return view.files().text(CONFIGURATION).map(KeyValueLines::new);
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        KeyValueLines settings = settings(view).orElse(KeyValueLines.EMPTY);
        String mode = settings.value("SELINUX").orElse("");
        String type = settings.value("SELINUXTYPE").orElse("targeted");
        String line = CONFIGURATION + ": SELINUX=" + mode;
        boolean used = mode.equals("enforcing") || mode.equals("permissive");
        if (used
                && view.files()
                        .glob("/etc/selinux/" + type + "/policy/policy.*")
                        .isEmpty()) {
            String missing = "/etc/selinux/" + type + "/policy holds no policy";
            return mode.equals("enforcing")
                    // systemd: "Failed to load SELinux policy, freezing."
                    ? LeaveVerdict.failed(
                            id(),
                            "there is no policy to enforce, and systemd stops",
                            List.of(line, missing),
                            "set SELINUX=permissive there, or reinstall selinux-policy-" + type)
                    : LeaveVerdict.suspect(
                            id(), "there is no policy", List.of(line, missing), "reinstall selinux-policy-" + type);
        }
        boolean relabels = view.files().exists(RELABEL);
        return LeaveVerdict.healthy(
                id(),
                mode + (relabels ? "; the next boot relabels all files and reboots once more" : ""),
                relabels ? List.of(line, RELABEL + " is there") : List.of(line));
    }
}
