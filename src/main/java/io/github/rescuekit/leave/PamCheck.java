package io.github.rescuekit.leave;

import io.github.rescuekit.repair.access.FailedLogins;
import io.github.rescuekit.repair.access.PamDoors;
import java.util.List;
import java.util.stream.Stream;

/** Does PAM, which sshd asks, keep somebody out? */
final class PamCheck implements LeaveCheck {

    private static final String REPAIR = "rescuekit repair pam-faillock";

    @Override
    public String id() {
        return "pam";
    }

    @Override
    public boolean applies(SystemView view) {
        return view.files().exists("/usr/sbin/sshd")
                && PamDoors.of(view.files()).isAsked();
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        PamDoors pam = PamDoors.of(view.files());
        List<PamDoors.Broken> broken = pam.broken();
        List<String> evidence = evidence(pam);
        if (!pam.missingFiles().isEmpty() || broken.stream().anyMatch(it -> !it.isOfPasswordsOnly())) {
            return LeaveVerdict.failed(id(), "PAM refuses everybody", evidence, REPAIR);
        }
        if (!broken.isEmpty()) {
            return LeaveVerdict.suspect(id(), "PAM takes no password", evidence, REPAIR);
        }
        if (!pam.locked().isEmpty()) {
            return LeaveVerdict.suspect(
                    id(), "PAM has locked accounts after wrong passwords: " + names(pam), evidence, REPAIR);
        }
        return pam.knowsModules()
                ? LeaveVerdict.healthy(id(), "PAM keeps nobody out", evidence)
                : LeaveVerdict.unknowable(id(), "the modules of PAM are not to be seen", evidence);
    }

    private static List<String> evidence(PamDoors pam) {
        List<String> evidence = Stream.of(
                        pam.missingFiles().stream().map(it -> it + " (that file is not there)"),
                        pam.broken().stream().map(it -> it.text() + " (that module is not there)"),
                        pam.locked().stream().map(FailedLogins.Locked::toString),
                        pam.closedConsole().stream())
                .flatMap(it -> it)
                .toList();
        return evidence.isEmpty() ? List.of("/etc/pam.d/sshd and the files that it includes") : evidence;
    }

    private static String names(PamDoors pam) {
        return String.join(
                ", ", pam.locked().stream().map(it -> it.account().name()).toList());
    }
}
