package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be expected of an installed system when the rescue ends now.
 *
 * @param boot will it boot?
 */
public record Outlook(InstalledSystem system, List<LeaveVerdict> boot) {

    public Outlook {
        boot = List.copyOf(boot);
    }

    /** True when it is sure that the server does not come back. */
    public boolean forbidsLeaving() {
        return all().anyMatch(it -> it.verdict() == Verdict.FAILED);
    }

    /** True when somebody should look at something first. */
    public boolean callsForAction() {
        return all().anyMatch(LeaveVerdict::callsForAction);
    }

    private Stream<LeaveVerdict> all() {
        return boot.stream();
    }
}
