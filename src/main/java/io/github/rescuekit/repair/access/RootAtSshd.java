package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdLine;
import io.github.rescuekit.installed.SshdSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What in sshd's configuration keeps root out who has a key or a password, and what would let root in. */
public final class RootAtSshd {

    private final InstalledSystem system;
    private final SshdSettings settings;

    public RootAtSshd(InstalledSystem system) {
        this.system = system;
        this.settings = SshdSettings.of(system.files());
    }

    /** True when nobody who can become root gets in; false as well when nobody can tell from files. */
    public boolean nobodyGetsIn() {
        return system.whyHidden("/root").isEmpty()
                && system.whyHidden("/home").isEmpty()
                && new LoginRules(settings).doubts().isEmpty()
                && LoginWays.otherSources(settings, system).isEmpty()
                && LoginWays.find(settings, system).admins().isEmpty();
    }

    public boolean hasKey() {
        return root().filter(
                        it -> AuthorizedKeys.of(it, settings, system.files()).count() > 0)
                .isPresent();
    }

    public boolean hasPassword() {
        return root().filter(Account::hasPassword).isPresent();
    }

    private Optional<Account> root() {
        return Account.of(system.files()).stream().filter(Account::isRoot).findFirst();
    }

    /** The lines that close the doors that are asked for. */
    public List<SshdLine> closing(boolean byKey, boolean byPassword) {
        return settings.lines().stream()
                .filter(SshdLine::forEverybody)
                .filter(it -> closes(it, byKey, byPassword))
                .toList();
    }

    private boolean closes(SshdLine line, boolean byKey, boolean byPassword) {
        String keyword = line.setting().keyword();
        return switch (keyword) {
            case "permitrootlogin" ->
                settings.value(keyword).filter(it -> !isOpen(it, byPassword)).isPresent();
            case "pubkeyauthentication" -> byKey && settings.has(keyword, "no");
            case "passwordauthentication" -> byPassword && settings.has(keyword, "no");
            case "allowusers", "denyusers" ->
                root().filter(it -> !new LoginRules(settings).letIn(it)).isPresent();
            default -> false;
        };
    }

    private static boolean isOpen(String policy, boolean byPassword) {
        return policy.equals("yes")
                || (!byPassword && (policy.equals("prohibit-password") || policy.equals("without-password")));
    }

    /** Lets root in at the doors that are asked for; nothing where they are open. */
    public void open(SshdEdits edits, boolean byKey, boolean byPassword) {
        if (!isOpen(LoginWays.rootPolicy(settings, system), byPassword)) {
            edits.addFirst("PermitRootLogin " + (byPassword ? "yes" : "prohibit-password"));
        }
        if (byKey && settings.has("pubkeyauthentication", "no")) {
            edits.addFirst("PubkeyAuthentication yes");
        }
        if (byPassword && settings.has("passwordauthentication", "no")) {
            edits.addFirst("PasswordAuthentication yes");
        }
        root().ifPresent(it -> letIn(it, edits));
    }

    // Lines of AllowUsers add up; DenyUsers goes before them.
    private void letIn(Account root, SshdEdits edits) {
        LoginRules rules = new LoginRules(settings);
        if (rules.isDenied(root)) {
            settings.lines().stream()
                    .filter(SshdLine::forEverybody)
                    .filter(it -> it.setting().keyword().equals("denyusers"))
                    .filter(it -> LoginRules.matches(it.setting().arguments(), root))
                    .forEach(line -> {
                        edits.close(line);
                        List<String> others = new ArrayList<>(line.setting().arguments());
                        others.removeIf(it -> LoginRules.matches(List.of(it), root));
                        if (!others.isEmpty()) {
                            edits.addFirst("DenyUsers " + String.join(" ", others));
                        }
                    });
        }
        if (!rules.isAllowed(root)) {
            edits.addFirst("AllowUsers " + root.name());
        }
    }
}
