package io.github.rescuekit.leave;

import io.github.rescuekit.installed.Distribution;
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
record LoginWays(List<String> admins, List<String> others, List<String> closed) {

    LoginWays {
        admins = List.copyOf(admins);
        others = List.copyOf(others);
        closed = List.copyOf(closed);
    }

    static LoginWays find(SshdSettings settings, SystemView view) {
        List<String> admins = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        LoginRules rules = new LoginRules(settings);
        for (Account account : Account.of(view.files())) {
            if (!rules.letIn(account)) {
                closed.add("AllowUsers or DenyUsers keeps " + account.name() + " out");
                continue;
            }
            String policy = account.isRoot() ? rootPolicy(settings, view) : "yes";
            if (policy.equals("no")) {
                closed.add("PermitRootLogin no keeps " + account.name() + " out");
                continue;
            }
            List<String> open = account.isAdmin() ? admins : others;
            byKey(account, policy, settings, view, open, closed);
            whyNoPassword(account, policy, settings)
                    .ifPresentOrElse(closed::add, () -> open.add(account.name() + " by password"));
        }
        return new LoginWays(admins, others, closed);
    }

    private static void byKey(
            Account account,
            String policy,
            SshdSettings settings,
            SystemView view,
            List<String> open,
            List<String> closed) {
        if (settings.has("pubkeyauthentication", "no") || policy.equals("forced-commands-only")) {
            closed.add("sshd takes no key of " + account.name());
            return;
        }
        AuthorizedKeys keys = AuthorizedKeys.of(account, settings, view.files());
        closed.addAll(keys.refusals());
        if (keys.count() > 0) {
            open.add(account.name() + " by key (" + keys.count() + ")");
        } else if (keys.refusals().isEmpty()) {
            closed.add(account.name() + " has no key");
        }
    }

    private static Optional<String> whyNoPassword(Account account, String policy, SshdSettings settings) {
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
    private static String rootPolicy(SshdSettings settings, SystemView view) {
        Distribution distribution = view.system().distribution();
        int major = distribution.majorVersion().orElse(Integer.MAX_VALUE);
        boolean old = switch (distribution.family()) {
            case RHEL -> major <= 7;
            case DEBIAN -> major <= (distribution.id().equals("ubuntu") ? 15 : 7);
            default -> false;
        };
        return settings.value("permitrootlogin").orElse(old ? "yes" : "prohibit-password");
    }
}
