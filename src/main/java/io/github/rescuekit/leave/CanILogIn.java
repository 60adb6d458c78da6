package io.github.rescuekit.leave;

import java.util.List;

/** Looks for what keeps people out of a system that boots; the network and firewalls are not looked at. */
final class CanILogIn {

    private static final List<LeaveCheck> CHECKS =
            List.of(new SshServerCheck(), new HostKeysCheck(), new AccountsCheck(), new PamCheck(), new NologinCheck());

    private CanILogIn() {}

    /** One verdict for each question. */
    static List<LeaveVerdict> judge(SystemView view) {
        return LeaveCheck.run(CHECKS, view);
    }
}
