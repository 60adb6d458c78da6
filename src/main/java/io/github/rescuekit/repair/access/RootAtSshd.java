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
    private final LoginRules rules;

    public RootAtSshd(InstalledSystem system) {
        this.system = system;
        this.settings = SshdSettings.of(system.files());
        this.rules = new LoginRules(settings, system.files());
    }

    /** True when nobody who can become root gets in; false as well when nobody can tell from files. */
    public boolean nobodyGetsIn() {
        return system.whyHidden("/root").isEmpty()
                && system.whyHidden("/home").isEmpty()
                && rules.doubts().isEmpty()
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
            default ->
                LoginRules.Keyword.isOne(keyword)
                        && root().filter(it -> !rules.letIn(it)).isPresent();
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

    // Lines of one keyword add up.
    private void letIn(Account root, SshdEdits edits) {
        for (LoginRules.Keyword keyword : LoginRules.Keyword.values()) {
            if (rules.keepsOut(keyword, root)) {
                if (keyword.denies()) {
                    takeOut(keyword, root, edits);
                } else {
                    edits.addFirst(keyword.word() + " " + (keyword.isOfUsers() ? root.name() : rules.groupOf(root)));
                }
            }
        }
    }

    private void takeOut(LoginRules.Keyword keyword, Account root, SshdEdits edits) {
        settings.lines().stream()
                .filter(SshdLine::forEverybody)
                .filter(it -> keyword.isKeyword(it.setting().keyword()))
                .filter(it -> rules.matches(keyword, it.setting().arguments(), root))
                .forEach(line -> {
                    edits.close(line);
                    List<String> others = new ArrayList<>(line.setting().arguments());
                    others.removeIf(it -> rules.matches(keyword, List.of(it), root));
                    if (!others.isEmpty()) {
                        edits.addFirst(keyword.word() + " " + String.join(" ", others));
                    }
                });
    }

    /** What sshd itself does where no line says otherwise, when that keeps the password of root out. */
    public Optional<String> closedByDefault() {
        String policy = LoginWays.rootPolicy(settings, system);
        PamDoors pam = PamDoors.of(system.files());
        return root().filter(it -> !settings.sets("permitrootlogin") && !isOpen(policy, true))
                .filter(it -> pam.closes(it).isEmpty() && pam.closesPassword(it).isEmpty())
                .map(it -> "no line sets PermitRootLogin: sshd's own default is " + policy);
    }
}
