package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.recipes.Cpanel.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The accounts that the operator named one by one, to give them the normal shell.
 *
 * @param accounts those of them that have the jailed shell
 */
record JailedAccounts(Cpanel cpanel, List<Account> accounts) {

    private static final String PASSWD = "/etc/passwd";
    private static final String BASH = "/bin/bash";
    private static final Pattern JAILED_CRONTAB =
            Pattern.compile("\\s*SHELL\\s*=\\s*[\"']?\\Q" + Cpanel.JAILSHELL + "\\E[\"']?\\s*");
    private static final int FIELDS = 7;

    JailedAccounts {
        accounts = List.copyOf(accounts);
    }

    /**
     * Those of the named accounts that are jailed.
     *
     * @throws RescueException when one must not get a shell, or is none of cPanel's
     */
    static JailedAccounts named(Cpanel cpanel, List<String> names) {
        List<Account> accounts =
                names.stream().map(name -> account(cpanel, name)).toList();
        if (!names.isEmpty()) {
            requireBash(cpanel.files());
        }
        return new JailedAccounts(
                cpanel, accounts.stream().filter(Account::isJailed).distinct().toList());
    }

    private static Account account(Cpanel cpanel, String name) {
        Account account = cpanel.accounts().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RescueException.usage(
                        "'" + name + "' is no account of this cPanel server.",
                        "Name one with the jailed shell: " + names(cpanel) + "."));
        if (!account.isJailed() && !account.shell().equals(BASH)) {
            throw RescueException.refused(
                    "no-shell",
                    "The account " + name + " has the shell " + account.shell()
                            + "; a normal shell would be a login that it never had.",
                    "Leave it out, or give it a shell in WHM once the server runs.");
        }
        return account;
    }

    private static String names(Cpanel cpanel) {
        List<String> jailed = cpanel.accounts().stream()
                .filter(Account::isJailed)
                .map(Account::name)
                .toList();
        return jailed.isEmpty() ? "(there is none)" : String.join(", ", jailed);
    }

    // cPanel refuses a shell that is not listed there.
    private static void requireBash(SystemFiles files) {
        boolean listed = files.text("/etc/shells").stream()
                .flatMap(text -> text.text().lines())
                .anyMatch(line -> line.strip().equals(BASH));
        if (!listed || !files.exists(BASH)) {
            throw RescueException.refused(
                    "shell-not-listed",
                    BASH + " is " + (listed ? "missing" : "not listed in /etc/shells") + " on this server.",
                    "Name no accounts, or add " + BASH + " there first.");
        }
    }

    /** The new shell in passwd, and in the crontabs: a jailed SHELL there goes on starting the jail. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (!accounts.isEmpty()) {
            steps.add(changed(PASSWD, this::withBash).orElseThrow());
        }
        for (Account account : accounts) {
            cpanel.crontab(account.name())
                    .map(SystemFile::path)
                    .flatMap(path -> changed(path, JailedAccounts::crontabLine))
                    .ifPresent(steps::add);
        }
        return steps;
    }

    private Optional<Step> changed(String path, UnaryOperator<String> line) {
        FileText before = cpanel.files().text(path).orElse(FileText.of(""));
        FileText after = before.withText(TextLines.of(before.text()).each(line).toString());
        return after.equals(before) ? Optional.empty() : Optional.of(new Step.ReplaceFile(path, before, after));
    }

    private String withBash(String line) {
        String[] fields = line.split(":", -1);
        boolean named = fields.length == FIELDS
                && fields[FIELDS - 1].equals(Cpanel.JAILSHELL)
                && accounts.stream().anyMatch(it -> it.name().equals(fields[0]));
        return named ? line.substring(0, line.length() - Cpanel.JAILSHELL.length()) + BASH : line;
    }

    private static String crontabLine(String line) {
        return JAILED_CRONTAB.matcher(line).matches() ? "SHELL=\"" + BASH + "\"" : line;
    }

    /** What the change means, account by account. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Account account : accounts) {
            warnings.add("The account " + account.name() + " sees the whole server from the next login on.");
        }
        List<String> left = cpanel.accounts().stream()
                .filter(it -> it.isJailed() && !accounts.contains(it))
                .map(Account::name)
                .toList();
        if (!left.isEmpty()) {
            warnings.add(
                    "These accounts keep the jailed shell, because you did not name them: " + String.join(", ", left));
        }
        cpanel.accounts().stream()
                .map(Account::name)
                .filter(cpanel::isSuspended)
                .forEach(name -> warnings.add("The account " + name
                        + " is suspended; cPanel keeps its former shell aside, and that stays as it is."));
        return warnings;
    }
}
