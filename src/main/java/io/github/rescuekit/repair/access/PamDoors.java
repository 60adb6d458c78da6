package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Optional;

/** What PAM says to somebody who comes over SSH; nothing where sshd does not ask it. */
public final class PamDoors {

    private static final String PASSWORDS = "auth";
    private static final String NEW_PASSWORDS = "password";
    private static final String SECURE_TERMINALS = "/etc/securetty";

    private final SystemFiles files;
    private final PamStack stack;
    private final Optional<PamAccess> access;
    private final List<FailedLogins.Locked> locked;
    private final boolean isAsked;

    private PamDoors(SystemFiles files, boolean isAsked) {
        this.files = files;
        this.isAsked = isAsked;
        this.stack = PamStack.of(files, "sshd");
        this.access = isAsked ? PamAccess.of(files, stack) : Optional.empty();
        this.locked = isAsked ? FailedLogins.of(files, stack) : List.of();
    }

    public static PamDoors of(SystemFiles files) {
        return new PamDoors(files, SshdSettings.of(files).has("usepam", "yes"));
    }

    /** False when there is nothing to look at. */
    public boolean isAsked() {
        return isAsked && !stack.rules().isEmpty();
    }

    /** False when nobody can tell which modules are missing. */
    public boolean knowsModules() {
        return stack.knowsModules();
    }

    /** A rule that fails for everybody because its module is not there; {@code line} is the whole of it. */
    public record Broken(String file, int line, String module, boolean isOfPasswordsOnly, String text) {}

    /** Rules that fail for everybody who logs in. */
    public List<Broken> broken() {
        return !isAsked
                ? List.of()
                : stack.broken().stream()
                        .filter(it -> !it.phase().equals(NEW_PASSWORDS))
                        .map(it -> new Broken(
                                it.file(), it.line(), it.module(), it.phase().equals(PASSWORDS), it.toString()))
                        .toList();
    }

    /** Rules that include a file that is not there. */
    public List<String> missingFiles() {
        return isAsked ? stack.missingFiles() : List.of();
    }

    public List<FailedLogins.Locked> locked() {
        return locked;
    }

    /** The table of pam_access, when PAM asks one. */
    public Optional<String> table() {
        return access.map(PamAccess::table);
    }

    /** The rule of pam_access that keeps an account out, wherever it comes from. */
    public Optional<String> keptOutBy(Account account) {
        return ruled(account, PamAccess.Answer.OUT);
    }

    /** The rule of pam_access by which an account gets in from some addresses only. */
    Optional<String> dependsOn(Account account) {
        return ruled(account, PamAccess.Answer.BY_ADDRESS);
    }

    private Optional<String> ruled(Account account, PamAccess.Answer answer) {
        return access.map(it -> it.of(account))
                .filter(it -> it.answer() == answer)
                .map(PamAccess.Ruling::rule);
    }

    /** Why an account gets in by no way at all. */
    Optional<String> closes(Account account) {
        return missingFiles().stream()
                .map(it -> "PAM refuses everybody: " + it + " (that file is not there)")
                .findFirst()
                .or(() -> brokenRule(false).map(it -> "PAM refuses everybody: " + it + " (that module is not there)"))
                .or(() -> keptOutBy(account).map(it -> "pam_access keeps " + account.name() + " out: " + it))
                .or(() -> dependsOn(account)
                        .map(it -> "pam_access lets " + account.name() + " in by the address only: " + it));
    }

    /** Why a password of an account is not taken. */
    Optional<String> closesPassword(Account account) {
        return brokenRule(true)
                .map(it -> "PAM takes no password: " + it + " (that module is not there)")
                .or(() -> locked.stream()
                        .filter(it -> it.account().equals(account))
                        .map(it -> "PAM has locked " + it)
                        .findFirst());
    }

    private Optional<String> brokenRule(boolean ofPasswordsOnly) {
        return broken().stream()
                .filter(it -> it.isOfPasswordsOnly() == ofPasswordsOnly)
                .map(Broken::text)
                .findFirst();
    }

    /** Why root does not get in at the console, which the provider may offer. */
    public Optional<String> closedConsole() {
        boolean isLooked = !PamStack.of(files, "login").of("pam_securetty.so").isEmpty();
        return files.text(SECURE_TERMINALS)
                .map(FileText::text)
                .filter(it -> isLooked && it.lines().map(String::strip).noneMatch("tty1"::equals))
                .map(it -> "root cannot log in at the console: " + SECURE_TERMINALS + " does not name tty1");
    }
}
