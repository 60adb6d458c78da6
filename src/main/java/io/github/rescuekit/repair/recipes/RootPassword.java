package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.access.Account;
import io.github.rescuekit.repair.access.LoginRules;
import io.github.rescuekit.repair.access.LoginWays;
import io.github.rescuekit.repair.access.NewPassword;
import io.github.rescuekit.repair.access.RandomSeed;
import io.github.rescuekit.repair.access.Today;
import java.util.List;
import java.util.Optional;

/** A password that nobody knows any more; no program of the installed system runs for it. */
public final class RootPassword implements Recipe {

    private static final Remedy SET = new Remedy(
            "set",
            "Give root, or each --account, the new password as a SHA-512 hash.",
            "The old password is gone until an undo; nothing is said about whether sshd takes passwords.");
    private static final Setting EXPIRY = Setting.optional(
                    "expiry", "'clear' to open an account that has expired, or 'keep'", "clear|keep")
            .usually("keep");
    private static final String SHADOW = "/etc/shadow";

    private final RandomSeed seed;
    private final Today today;

    public RootPassword(RandomSeed seed, Today today) {
        this.seed = seed;
        this.today = today;
    }

    @Override
    public String id() {
        return "root-password";
    }

    @Override
    public String cures() {
        return "The password of root, or of another account (--account), is lost or locked.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/shadow", "/etc/passwd");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(SET);
    }

    @Override
    public List<Setting> settings() {
        return List.of(EXPIRY);
    }

    @Override
    public Optional<String> secret() {
        return Optional.of("the new password");
    }

    @Override
    public boolean isWish() {
        return true;
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return nobodyGetsIn(system)
                ? List.of(new Finding(
                        id(),
                        Severity.CRITICAL,
                        "Nobody can become root, neither over SSH nor at the console",
                        LoginWays.find(SshdSettings.of(system.files()), system).closed(),
                        Optional.of(id())))
                : List.of();
    }

    // Where other sources than files let people in, nobody can tell from files.
    private static boolean nobodyGetsIn(InstalledSystem system) {
        boolean rootIsInShadow = system.files().text(SHADOW).map(FileText::text).stream()
                .flatMap(String::lines)
                .anyMatch(it -> it.startsWith("root:"));
        SshdSettings settings = SshdSettings.of(system.files());
        return rootIsInShadow
                && system.files().exists("/usr/sbin/sshd")
                && system.whyHidden("/root").isEmpty()
                && system.whyHidden("/home").isEmpty()
                && new LoginRules(settings, system.files()).doubts().isEmpty()
                && LoginWays.otherSources(settings, system).isEmpty()
                && LoginWays.find(settings, system).admins().isEmpty()
                && Account.of(system.files()).stream().noneMatch(it -> it.isAdmin() && it.hasPassword());
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        Secret password = choice.secret()
                .orElseThrow(() -> RescueException.usage(
                        "the new password is not given", "type it when asked, or pass --secret-fd N"));
        List<String> accounts = choice.accounts().isEmpty() ? List.of("root") : choice.accounts();
        boolean clears = choice.value(EXPIRY).filter("clear"::equals).isPresent();
        NewPassword change = NewPassword.of(system, new NewPassword.Wanted(accounts, password, clears), seed, today);
        return new Plan(
                id(),
                Optional.of(remedy),
                change.steps(),
                change.warnings(),
                change.steps().isEmpty()
                        ? List.of()
                        : List.of(
                                "Log in with the new password at the console; 'rescuekit leave' tells whether SSH takes it."));
    }
}
