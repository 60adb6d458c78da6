package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Programs that bind parts of the filesystem somewhere else while the system runs, long after everything was mounted.
 *
 * @param sources directories that they bind
 * @param evidence what shows that they do
 */
record LateBinds(List<String> sources, String evidence) {

    private static final List<String> SYSTEM = List.of("/usr", "/opt", "/var", "/etc", "/lib64");

    private static final List<Function<InstalledSystem, Optional<LateBinds>>> KNOWN = List.of(
            LateBinds::cpanelJail,
            system -> present(
                    system.files(),
                    SYSTEM,
                    "CloudLinux CageFS binds the system's directories into each user's cage",
                    "/etc/cagefs",
                    "/usr/share/cagefs-skeleton",
                    "/var/cagefs"),
            LateBinds::namedChroot,
            system -> present(system.files(), SYSTEM, "the SentinelOne agent adds bind mounts", "/opt/sentinelone"));

    LateBinds {
        sources = List.copyOf(sources);
    }

    static List<LateBinds> of(InstalledSystem system) {
        return KNOWN.stream().flatMap(it -> it.apply(system).stream()).toList();
    }

    // Also noshell: Exim runs the pipes and filters of such a user in the jail.
    private static Optional<LateBinds> cpanelJail(InstalledSystem system) {
        return Cpanel.of(system.files())
                .filter(cpanel -> !cpanel.jailed().isEmpty())
                .map(cpanel -> new LateBinds(SYSTEM, cpanel.jailEvidence()));
    }

    private static Optional<LateBinds> namedChroot(InstalledSystem system) {
        boolean starts = system.init() == InitSystem.SYSTEMD
                && !Services.starts(system.files(), system.init(), "named-chroot")
                        .isEmpty();
        return starts
                ? Optional.of(new LateBinds(
                        SYSTEM, "named-chroot.service binds /etc and /usr/lib64/bind into /var/named/chroot"))
                : Optional.empty();
    }

    private static Optional<LateBinds> present(SystemFiles files, List<String> sources, String does, String... signs) {
        return List.of(signs).stream()
                .filter(files::exists)
                .findFirst()
                .map(sign -> new LateBinds(sources, sign + " is there: " + does));
    }
}
