package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.Distribution;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways into a system over SSH.
 *
 * @param admins ways of those who can become root, such as {@code root by key (2)}
 * @param others ways of those who cannot, as far as groups tell
 * @param closed why another way is none, one sentence each
 */
public record LoginWays(List<String> admins, List<String> others, List<String> closed) {

    public LoginWays {
        admins = List.copyOf(admins);
        others = List.copyOf(others);
        closed = List.copyOf(closed);
    }

    /** Reads accounts, keys and the rules of sshd. */
    public static LoginWays find(SshdSettings settings, InstalledSystem system) {
        List<String> admins = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        LoginRules rules = new LoginRules(settings, system.files());
        PamDoors pam = PamDoors.of(system.files());
        for (Account account : Account.of(system.files())) {
            Optional<String> keptOut = rules.whyOut(account).or(() -> pam.closes(account));
            if (keptOut.isPresent()) {
                closed.add(keptOut.get());
                continue;
            }
            String policy = account.isRoot() ? rootPolicy(settings, system) : "yes";
            if (policy.equals("no")) {
                closed.add("PermitRootLogin no keeps " + account.name() + " out");
                continue;
            }
            List<String> open = account.isAdmin() ? admins : others;
            byKey(account, policy, settings, system, open, closed);
            whyNoPassword(account, policy, settings)
                    .or(() -> pam.closesPassword(account))
                    .ifPresentOrElse(closed::add, () -> open.add(account.name() + " by password"));
        }
        return new LoginWays(admins, others, closed);
    }

    private static void byKey(
            Account account,
            String policy,
            SshdSettings settings,
            InstalledSystem system,
            List<String> open,
            List<String> closed) {
        if (settings.has("pubkeyauthentication", "no") || policy.equals("forced-commands-only")) {
            closed.add("sshd takes no key of " + account.name());
            return;
        }
        AuthorizedKeys keys = AuthorizedKeys.of(account, settings, system.files());
        closed.addAll(keys.refusals());
        if (keys.count() > 0) {
            open.add(account.name() + " by key (" + keys.count() + ")");
        } else if (keys.refusals().isEmpty()) {
            closed.add(account.name() + " has no key");
        }
    }

    static Optional<String> whyNoPassword(Account account, String policy, SshdSettings settings) {
        if (!account.hasPassword()) {
            return Optional.of(account.name() + " has no password");
        }
        boolean throughPam = !settings.has("kbdinteractiveauthentication", "no")
                && !settings.has("challengeresponseauthentication", "no");
        if (settings.has("passwordauthentication", "no") && !throughPam) {
            return Optional.of("PasswordAuthentication no keeps the password of " + account.name() + " out");
        }
        return policy.equals("yes")
                ? Optional.empty()
                : Optional.of("PermitRootLogin " + policy + " keeps the password of " + account.name() + " out");
    }

    // The default changed from yes with OpenSSH 7.0, which EL 7 took back.
    static String rootPolicy(SshdSettings settings, InstalledSystem system) {
        Distribution distribution = system.distribution();
        int major = distribution.majorVersion().orElse(Integer.MAX_VALUE);
        boolean old = switch (distribution.family()) {
            case RHEL -> major <= 7;
            case DEBIAN -> major <= (distribution.id().equals("ubuntu") ? 15 : 7);
            default -> false;
        };
        return settings.value("permitrootlogin").orElse(old ? "yes" : "prohibit-password");
    }

    /** Those who can become root and have a way in as far as sshd decides, whatever PAM says. */
    public static List<Account> adminsAtSshd(SshdSettings settings, InstalledSystem system) {
        LoginRules rules = new LoginRules(settings, system.files());
        return Account.of(system.files()).stream()
                .filter(it -> it.isAdmin() && rules.letIn(it))
                .filter(it -> hasWay(it, settings, system))
                .toList();
    }

    private static boolean hasWay(Account account, SshdSettings settings, InstalledSystem system) {
        String policy = account.isRoot() ? rootPolicy(settings, system) : "yes";
        List<String> open = new ArrayList<>();
        byKey(account, policy, settings, system, open, new ArrayList<>());
        return !policy.equals("no")
                && (!open.isEmpty() || whyNoPassword(account, policy, settings).isEmpty());
    }

    /** What may let somebody in though no file of the system does; one sentence each. */
    public static List<String> otherSources(SshdSettings settings, InstalledSystem system) {
        List<String> sources = new ArrayList<>();
        if (settings.sets("authorizedkeyscommand")) {
            sources.add("keys come from a program: " + String.join(" ", settings.words("authorizedkeyscommand")));
        }
        if (settings.hasMatches()) {
            sources.add("a Match block sets other rules for some users or addresses");
        }
        PamDoors pam = PamDoors.of(system.files());
        Account.of(system.files()).stream()
                .flatMap(it -> pam.dependsOn(it).stream())
                .distinct()
                .forEach(it -> sources.add("some come in from some addresses only: " + it));
        system.files().text("/etc/nsswitch.conf").map(FileText::text).stream()
                .flatMap(String::lines)
                .filter(it -> it.matches("(passwd|group):.*\\b(sss|ldap|winbind|nis)\\b.*"))
                .forEach(it -> sources.add("accounts also come over the network: " + it));
        return sources;
    }
}
