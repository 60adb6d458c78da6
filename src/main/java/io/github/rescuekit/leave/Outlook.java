package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be expected of an installed system when the rescue ends now.
 *
 * @param boot will it boot?
 * @param login can anybody log in?
 */
public record Outlook(InstalledSystem system, List<LeaveVerdict> boot, List<LeaveVerdict> login) {

    public Outlook {
        boot = List.copyOf(boot);
        login = List.copyOf(login);
    }

    /** True when it is sure that the server does not come back, or lets nobody in. */
    public boolean forbidsLeaving() {
        return all().anyMatch(it -> it.verdict() == Verdict.FAILED);
    }

    /** True when somebody should look at something first. */
    public boolean callsForAction() {
        return all().anyMatch(LeaveVerdict::callsForAction);
    }

    private Stream<LeaveVerdict> all() {
        return Stream.concat(boot.stream(), login.stream());
    }
}
