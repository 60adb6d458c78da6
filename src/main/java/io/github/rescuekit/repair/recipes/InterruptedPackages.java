package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A package manager was cut off in the middle of its work: dpkg by its database, pacman by its lock. */
public final class InterruptedPackages implements Recipe {

    private static final Remedy FINISH = new Remedy(
            "finish",
            "Have the system's own dpkg configure what it had unpacked, and its rpm make its database anew where that was"
                    + " cut off; take away the locks that pacman or yum left.",
            "Configuration files that were changed by hand stay as they are; a package whose script writes elsewhere is"
                    + " not finished, and nothing is changed then.");

    private static final List<String> WARNINGS = List.of(
            "Programs of the server run as root, in a chroot where they can write to no other file.",
            "All that they may change is copied first, which takes a minute and room in /var/lib/rescuekit.");
    // A rescue system without SELinux labels nothing that a program makes.
    private static final List<String> AFTER_RPM = List.of(
            "rpm leaves out records that it cannot read: see that 'rpm -qa' lists what you expect, or undo this repair in the"
                    + " rescue system ('rescuekit undo').",
            "Where SELinux is on, label rpm's database: restorecon -R /var/lib/rpm /usr/lib/sysimage/rpm");

    private static final String PROGRAM = "/usr/bin/dpkg";
    // Nobody answers a question about a file that was changed by hand.
    private static final List<String> ARGUMENTS =
            List.of("--force-confdef", "--force-confold", "--configure", "--pending");
    private static final Duration LIMIT = Duration.ofMinutes(30);
    // What scripts of packages write while they are configured. Programs and libraries were unpacked before, and all of
    // /usr is too much to keep for an undo.
    private static final List<String> FILES = List.of(
            "/var/lib/dpkg/status*",
            "/var/lib/dpkg/diversions*",
            "/var/lib/dpkg/statoverride*",
            "/var/lib/dpkg/lock*",
            "/var/log/dpkg.log",
            "/var/log/alternatives.log",
            "/usr/lib/modules/*/modules.*");
    private static final List<String> DIRECTORIES = List.of(
            "/etc",
            "/boot",
            "/var/lib/dpkg/updates",
            "/var/lib/dpkg/triggers",
            "/var/lib/dpkg/alternatives",
            "/var/lib/grub",
            "/var/lib/initramfs-tools",
            "/var/lib/misc",
            "/var/lib/pam",
            "/var/lib/python",
            "/var/lib/systemd/catalog",
            "/var/lib/systemd/deb-systemd-helper-enabled",
            "/var/lib/systemd/deb-systemd-helper-masked",
            "/var/lib/systemd/deb-systemd-user-helper-enabled",
            "/var/lib/ucf",
            "/var/cache/debconf",
            "/var/cache/ldconfig",
            "/var/cache/man");

    private static final String DPKG = "/var/lib/dpkg/status";
    private static final String JOURNAL = "/var/lib/dpkg/updates";
    private static final String PACMAN = "/var/lib/pacman/db.lck";
    private static final int MOST_LINES = 10;
    // "Status: install ok half-configured", dpkg(1): what is wanted, an error flag, the state.
    private static final Pattern STATUS = Pattern.compile("Status: \\S+ (?<flag>\\S+) (?<state>\\S+)");
    private static final Set<String> CUT_OFF =
            Set.of("unpacked", "half-configured", "triggers-awaited", "triggers-pending");

    private final Databases databases;

    /**
     * The recipe.
     *
     * @param databases reads those that a package manager keeps
     */
    public InterruptedPackages(Databases databases) {
        this.databases = databases;
    }

    @Override
    public String id() {
        return "interrupted-packages";
    }

    @Override
    public String cures() {
        return "A package manager was cut off in its work, so that packages are half done and new ones are refused.";
    }

    @Override
    public List<String> touches() {
        return Stream.of(FILES.stream(), DIRECTORIES.stream(), Stream.of(PACMAN), InterruptedRpm.touches().stream())
                .flatMap(it -> it)
                .toList();
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(FINISH);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        Stream<Finding> others =
                Stream.of(dpkg(system.files()), pacman(system.files())).flatMap(Optional::stream);
        return Stream.concat(others, rpm(system.files()).findings().stream()).toList();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        Stream<String> hidden = system.files().exists(DPKG)
                ? Stream.of()
                : system.whyHidden(DPKG).map(why -> "the database of the packages may not be seen: " + why).stream();
        return Stream.concat(hidden, rpm(system.files()).unknowns().stream()).toList();
    }

    private InterruptedRpm rpm(SystemFiles files) {
        return new InterruptedRpm(id(), files, databases);
    }

    /**
     * A package that dpkg did not finish.
     *
     * @param canBeConfigured it is unpacked as a whole
     */
    private record HalfDone(String name, String state, boolean canBeConfigured) {}

    private Optional<Finding> dpkg(SystemFiles files) {
        List<HalfDone> halfDone = halfDone(files);
        List<String> evidence = new ArrayList<>();
        halfDone.stream().limit(MOST_LINES).forEach(it -> evidence.add(DPKG + ": " + it.name() + " is " + it.state()));
        if (halfDone.size() > MOST_LINES) {
            evidence.add("and " + (halfDone.size() - MOST_LINES) + " more");
        }
        pendingChange(files).ifPresent(it -> evidence.add(it + ": changes that did not reach " + DPKG));
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        evidence.add(next(halfDone));
        return Optional.of(new Finding(
                id(),
                Severity.WARNING,
                "dpkg was interrupted: packages are half done",
                evidence,
                canBeFinished(files) ? Optional.of(id()) : Optional.empty()));
    }

    // dpkg writes each change there first, under a number, and empties it at the end.
    private static Optional<String> pendingChange(SystemFiles files) {
        return files.list(JOURNAL).stream()
                .filter(it -> it.matches("\\d{1,9}"))
                .findFirst()
                .map(it -> JOURNAL + "/" + it);
    }

    private static String next(List<HalfDone> halfDone) {
        List<String> broken = halfDone.stream()
                .filter(it -> !it.canBeConfigured())
                .map(HalfDone::name)
                .toList();
        return broken.isEmpty()
                ? "by hand: rescuekit chroot --write -- dpkg --configure -a, with a /usr/sbin/policy-rc.d that returns 101"
                        + " so that no service starts"
                : "next: rescuekit chroot --write -- apt-get install --reinstall " + String.join(" ", broken)
                        + ", for they are not unpacked as a whole";
    }

    private static boolean canBeFinished(SystemFiles files) {
        return files.exists(PROGRAM)
                && (pendingChange(files).isPresent() || !halfDone(files).isEmpty())
                && halfDone(files).stream().allMatch(HalfDone::canBeConfigured);
    }

    private static List<HalfDone> halfDone(SystemFiles files) {
        List<HalfDone> found = new ArrayList<>();
        String name = "";
        for (String line :
                files.text(DPKG).map(it -> it.text()).orElse("").lines().toList()) {
            if (line.startsWith("Package: ")) {
                name = line.substring("Package: ".length());
            }
            Matcher status = STATUS.matcher(line);
            if (status.matches()) {
                boolean mustBeUnpackedAgain = status.group("flag").equals("reinstreq")
                        || status.group("state").equals("half-installed");
                if (mustBeUnpackedAgain || CUT_OFF.contains(status.group("state"))) {
                    found.add(new HalfDone(name, status.group("state"), !mustBeUnpackedAgain));
                }
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
                        List.of(PACMAN + " of " + it.modified(), "then look: rescuekit chroot --write -- pacman -Dk"),
                        Optional.of(id())));
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        SystemFiles files = system.files();
        List<Step> steps = new ArrayList<>();
        if (canBeFinished(files)) {
            steps.add(new Step.RunProgram(PROGRAM, ARGUMENTS, changes(files), List.of(), LIMIT));
        }
        files.find(PACMAN).filter(SystemFile::isRegular).ifPresent(it -> steps.add(new Step.RemoveFile(it.path())));
        List<Step> ofRpm = rpm(files).steps();
        steps.addAll(ofRpm);
        return new Plan(
                id(),
                Optional.of(Remedies.chosen(this, choice)),
                steps,
                runsPrograms(steps) ? WARNINGS : List.of(),
                runsPrograms(ofRpm) ? AFTER_RPM : List.of());
    }

    private static boolean runsPrograms(List<Step> steps) {
        return steps.stream().anyMatch(Step.RunProgram.class::isInstance);
    }

    private static List<String> changes(SystemFiles files) {
        return Stream.concat(FILES.stream(), DIRECTORIES.stream().filter(files::exists))
                .toList();
    }
}
