package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A package manager was cut off in the middle of its work: dpkg by its database, pacman by its lock. */
public final class InterruptedPackages implements Examination {

    private static final String DPKG = "/var/lib/dpkg/status";
    private static final String JOURNAL = "/var/lib/dpkg/updates";
    private static final String PACMAN = "/var/lib/pacman/db.lck";
    private static final int MOST_LINES = 10;
    // "Status: install ok half-configured", dpkg(1): what is wanted, an error flag, the state.
    private static final Pattern STATUS = Pattern.compile("Status: \\S+ (?<flag>\\S+) (?<state>\\S+)");
    private static final Set<String> CUT_OFF =
            Set.of("half-installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending");

    @Override
    public String id() {
        return "interrupted-packages";
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return Stream.of(dpkg(system.files()), pacman(system.files()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.files().exists(DPKG)
                ? List.of()
                : system.whyHidden(DPKG).map(why -> "the database of the packages may not be seen: " + why).stream()
                        .toList();
    }

    private Optional<Finding> dpkg(SystemFiles files) {
        List<String> evidence = new ArrayList<>(cutOff(files));
        int packages = evidence.size();
        List<String> shown = new ArrayList<>(evidence.subList(0, Math.min(MOST_LINES, packages)));
        if (packages > MOST_LINES) {
            shown.add("and " + (packages - MOST_LINES) + " more");
        }
        // dpkg writes each change there first, under a number, and empties it at the end.
        files.list(JOURNAL).stream()
                .filter(it -> it.matches("\\d{1,9}"))
                .findFirst()
                .ifPresent(it -> shown.add(JOURNAL + "/" + it + ": changes that did not reach " + DPKG));
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        shown.add("next: rescuekit chroot -- dpkg --audit, then rescuekit chroot -- dpkg --configure -a, with a"
                + " /usr/sbin/policy-rc.d that returns 101 so that no service starts");
        return Optional.of(new Finding(
                id(), Severity.WARNING, "dpkg was interrupted: packages are half done", shown, Optional.empty()));
    }

    private static List<String> cutOff(SystemFiles files) {
        List<String> found = new ArrayList<>();
        String name = "";
        for (String line :
                files.text(DPKG).map(it -> it.text()).orElse("").lines().toList()) {
            if (line.startsWith("Package: ")) {
                name = line.substring("Package: ".length());
            }
            Matcher status = STATUS.matcher(line);
            if (status.matches()
                    && (CUT_OFF.contains(status.group("state"))
                            || status.group("flag").equals("reinstreq"))) {
                found.add(DPKG + ": " + name + " is " + status.group("state"));
            }
        }
        return found;
    }

    // Nothing runs on a system that is looked at from outside: whoever made the lock is gone.
    private Optional<Finding> pacman(SystemFiles files) {
        return files.find(PACMAN)
                .filter(SystemFile::isRegular)
                .map(it -> new Finding(
                        id(),
                        Severity.WARNING,
                        "pacman was interrupted: its lock is still there, and it refuses to work",
                        List.of(
                                PACMAN + " of " + it.modified(),
                                "next: rescuekit chroot -- sh -c 'rm " + PACMAN + " && pacman -Dk'"),
                        Optional.empty()));
    }
}
