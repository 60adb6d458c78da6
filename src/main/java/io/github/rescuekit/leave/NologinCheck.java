package io.github.rescuekit.leave;

import java.util.List;

/** Is the file absent that lets nobody in but root? */
final class NologinCheck implements LeaveCheck {

    private static final String FILE = "/etc/nologin";

    @Override
    public String id() {
        return "nologin";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        return view.files().exists(FILE)
                ? LeaveVerdict.suspect(
                        id(),
                        "only root can log in",
                        List.of(FILE + " is there"),
                        "when nobody wants that: rescuekit repair nologin")
                : LeaveVerdict.healthy(id(), "nobody is kept out", List.of("there is no " + FILE));
    }
}
