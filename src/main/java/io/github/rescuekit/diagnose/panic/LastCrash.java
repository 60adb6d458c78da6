package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The failure that the last boot ended in, for those who did not ask for the whole account. */
public final class LastCrash implements Examination {

    @Override
    public String id() {
        return "panic";
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return account(system).last().stream()
                .filter(it -> it.ending() == BootEnd.Ending.FAILURE)
                .flatMap(it -> it.cause().stream()
                        .filter(cause -> cause.signature().severity() != Severity.NOTE)
                        .map(cause -> finding(it, cause)))
                .toList();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system
                .whyHidden("/var/log")
                .filter(why -> account(system).isEmpty())
                .map(why -> "the logs may not be seen: " + why)
                .stream()
                .toList();
    }

    private static CrashAccount account(InstalledSystem system) {
        // What the machine recorded is no part of a boot.
        return new CrashEvidence(Signatures.read(), Databases.NONE).of(system.files());
    }

    private Finding finding(BootEnd end, BootEnd.Sign cause) {
        List<String> evidence = new ArrayList<>();
        cause.lines().forEach(line -> evidence.add(end.boot().log() + ": " + line));
        end.boot().last().ifPresent(it -> evidence.add("the last line is: " + it));
        cause.signature().next().forEach(it -> evidence.add("next: " + it));
        evidence.add("the whole account: rescuekit panic");
        // What it was is over; what still is, the recipes tell. A weightier one would keep a repaired server from its
        // reboot.
        return new Finding(
                id(),
                Severity.NOTE,
                "The last boot ended in a failure: " + cause.signature().title(),
                evidence,
                Optional.empty());
    }
}
