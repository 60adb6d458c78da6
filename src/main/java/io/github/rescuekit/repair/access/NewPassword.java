package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.repair.HiddenText;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new password for some accounts, as a change of shadow.
 *
 * @param steps none when they have it
 * @param warnings what keeps them out all the same, or was not done
 */
public record NewPassword(List<Step> steps, List<String> warnings) {

    private static final String PASSWD = "/etc/passwd";
    private static final String IN_SHADOW = "x";

    public NewPassword {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /**
     * What the change needs besides the system.
     *
     * @param clearsExpiry an account that has expired is to get in again
     */
    public record Wanted(List<String> accounts, Secret password, boolean clearsExpiry) {

        public Wanted {
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * The change.
     *
     * @throws RescueException when an account is none of this system, or its password is not in shadow
     */
    public static NewPassword of(InstalledSystem system, Wanted wanted, RandomSeed seed, Today today) {
        SystemFile file = system.files()
                .find(Shadow.FILE)
                .orElseThrow(() -> RescueException.refused(
                        "no-shadow",
                        "the system has no " + Shadow.FILE
                                + system.whyHidden(Shadow.FILE)
                                        .map(it -> ": " + it)
                                        .orElse(""),
                        "make one from " + PASSWD + " first: rescuekit chroot -- pwconv"));
        FileText before = system.files().text(file.path()).orElseThrow();
        wanted.accounts().forEach(it -> requireInShadow(system, it));
        Edit edit = new Edit(
                wanted, seed, today.day(file.modified()), system.machineId().orElse(""));
        TextLines after = TextLines.of(before.text());
        for (String account : wanted.accounts()) {
            after = edit.of(after, account);
        }
        FileText changed = before.withText(after.toString());
        return new NewPassword(
                changed.equals(before)
                        ? List.of()
                        : List.of(new Step.ReplaceSecrets(
                                file.path(), HiddenText.of(before), HiddenText.of(changed), edit.changes)),
                edit.warnings);
    }

    // A password in passwd counts in place of the one in shadow.
    private static void requireInShadow(InstalledSystem system, String account) {
        Account.require(system.files(), account);
        boolean inShadow = system.files().text(PASSWD).map(FileText::text).stream()
                .flatMap(String::lines)
                .anyMatch(it -> it.startsWith(account + ":" + IN_SHADOW + ":"));
        if (!inShadow) {
            throw RescueException.refused(
                    "not-in-shadow",
                    "the password of " + account + " is in " + PASSWD + " and not in " + Shadow.FILE,
                    "move all of them there first: rescuekit chroot -- pwconv");
        }
    }

    private static final class Edit {

        private final Wanted wanted;
        private final RandomSeed seed;
        private final Optional<Long> day;
        private final String machine;
        private final List<String> changes = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Edit(Wanted wanted, RandomSeed seed, Optional<Long> day, String machine) {
            this.wanted = wanted;
            this.seed = seed;
            this.day = day;
            this.machine = machine;
        }

        TextLines of(TextLines lines, String account) {
            for (int number = 1; number <= lines.count(); number++) {
                Optional<Shadow> shadow = Shadow.of(lines.line(number), account);
                if (shadow.isPresent()) {
                    String line = changed(shadow.get(), account).line();
                    boolean isSo = shadow.get().line().equals(line);
                    return isSo ? lines : lines.replace(number, line);
                }
            }
            return lines.append(changed(Shadow.fresh(account), account).line());
        }

        private Shadow changed(Shadow shadow, String account) {
            return expiry(password(shadow, account), account);
        }

        private Shadow password(Shadow shadow, String account) {
            if (PasswordHash.fits(wanted.password(), shadow.password()) && !shadow.mustChange()) {
                return shadow;
            }
            changes.add(account + ": a new password (SHA-512) in place of " + shadow.kind());
            Shadow changed = PasswordHash.fits(wanted.password(), shadow.password())
                    ? shadow
                    : shadow.withPassword(PasswordHash.of(wanted.password(), seed, machine + ":" + account));
            if (day.isEmpty()) {
                warnings.add(
                        "The clock of this rescue system is wrong: the day of the change is left as it is, or empty.");
                return shadow.mustChange() ? changed.changedOn(Optional.empty()) : changed;
            }
            changes.add(account + ": last change is day " + day.get() + " (today)");
            return changed.changedOn(day);
        }

        private Shadow expiry(Shadow shadow, String account) {
            Optional<Long> past =
                    shadow.expires().filter(it -> day.filter(now -> it <= now).isPresent());
            if (past.isEmpty()) {
                return shadow;
            }
            if (!wanted.clearsExpiry()) {
                warnings.add("The account " + account + " expired on day " + past.get()
                        + " and stays closed: add --set expiry=clear to open it.");
                return shadow;
            }
            changes.add(account + ": no expiry in place of day " + past.get());
            return shadow.withoutExpiry();
        }
    }
}
