package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.recipes.Cpanel.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * cPanel's jailed shell binds the system's directories into a jail, which is one link of the chain that makes a backup hang
 * the server.
 */
public final class CpanelJailshell implements Recipe {

    private static final Remedy OFF = new Remedy(
            "off",
            "Make the normal shell the default of cPanel, and give it to the accounts that you name.",
            "Accounts with the normal shell see the whole server; it is not sufficient alone.");

    private static final String CACHE = "/var/cpanel/cpanel.config.cache";
    private static final String ON_BOOT = "/var/cpanel/on_boot/rescuekit-jailshell";
    private static final FileMode PROGRAM = new FileMode(0_755);

    private static final List<String> JAIL_KEYS = List.of("jaildefaultshell", "jailapache");

    @Override
    public String id() {
        return "cpanel-jailshell";
    }

    @Override
    public String cures() {
        return "cPanel's jailed shell, whose bind mounts make a backup's freeze hang the server.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/passwd", "/var/spool/cron/*", "/var/cpanel/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(OFF);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return fault(system).stream()
                .map(cpanel -> new Finding(
                        id(),
                        Severity.NOTE,
                        "cPanel jails accounts by bind mounts: one link of the chain that guest-agent-freeze repairs",
                        evidence(cpanel),
                        Optional.of(id())))
                .toList();
    }

    // Accounts that keep a jailed shell once the default is off do so because somebody wants it.
    private static Optional<Cpanel> fault(InstalledSystem system) {
        return FreezeChain.of(system)
                .flatMap(chain -> Cpanel.of(system.files()))
                .filter(cpanel -> !cpanel.jailed().isEmpty())
                .filter(cpanel -> JAIL_KEYS.stream().anyMatch(cpanel::isSet));
    }

    private static List<String> evidence(Cpanel cpanel) {
        Stream<String> keys =
                JAIL_KEYS.stream().filter(cpanel::isSet).map(key -> Cpanel.CONFIGURATION + ": " + key + "=1");
        return Stream.concat(keys, Stream.of(cpanel.jailEvidence())).toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        Optional<Cpanel> cpanel = choice.accounts().isEmpty() ? fault(system) : Cpanel.of(system.files());
        return cpanel.map(it -> plan(it, JailedAccounts.named(it, choice.accounts()), remedy))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan plan(Cpanel cpanel, JailedAccounts accounts, Remedy remedy) {
        List<Step> steps = new ArrayList<>(defaultOff(cpanel));
        steps.addAll(accounts.steps());
        if (!steps.isEmpty()) {
            steps.addAll(NewFile.steps(cpanel.files(), ON_BOOT, FileText.of(bootScript(cpanel)), PROGRAM));
        }
        return new Plan(id(), Optional.of(remedy), steps, warnings(cpanel, accounts), afterBoot());
    }

    private static List<Step> defaultOff(Cpanel cpanel) {
        SystemFiles files = cpanel.files();
        List<Step> steps = new ArrayList<>();
        List<String> set = JAIL_KEYS.stream().filter(cpanel::isSet).toList();
        FileText before = files.text(Cpanel.CONFIGURATION).orElse(FileText.of(""));
        FileText after = before;
        for (String key : set) {
            after = new KeyValueLines(after).with(key, "0").file();
        }
        if (!set.isEmpty()) {
            steps.add(new Step.ReplaceFile(Cpanel.CONFIGURATION, before, after));
            if (files.exists(CACHE)) {
                steps.add(new Step.RemoveFile(CACHE));
            }
        }
        return steps;
    }

    // cPanel's own programs do on the running system what files alone cannot: rebuild caches, jails and Apache's
    // configuration. Whatever lies in this directory is run at boot.
    private static String bootScript(Cpanel cpanel) {
        String apache = cpanel.isSet("jailapache") ? """
                /usr/local/cpanel/scripts/rebuildhttpdconf
                /usr/local/cpanel/scripts/restartsrv_httpd
                """ : "";
        return """
                #!/bin/sh
                # Made by rescuekit; runs once, at the first boot after the rescue.
                /usr/local/cpanel/bin/whmapi1 set_tweaksetting key=jaildefaultshell value=0
                /usr/local/cpanel/scripts/update_users_jail
                /usr/local/cpanel/scripts/clear_orphaned_virtfs_mounts --clearall
                """ + apache + "rm -f \"$0\"\n";
    }

    private static List<String> warnings(Cpanel cpanel, JailedAccounts accounts) {
        List<String> warnings = new ArrayList<>();
        warnings.add("This alone does not keep a backup from hanging the server: cPanel builds jails again for mail"
                + " filters, cron jobs and Apache. Repair guest-agent-freeze as well.");
        List<String> noshell = cpanel.accounts().stream()
                .filter(Account::hasNoShell)
                .map(Account::name)
                .toList();
        if (!noshell.isEmpty()) {
            warnings.add(
                    "Accounts without a shell have jails too, and stay as they are: " + String.join(", ", noshell));
        }
        warnings.addAll(accounts.warnings());
        if (cpanel.jailsPhp()) {
            warnings.add("PHP-FPM is jailed as well (" + Cpanel.FPM_JAIL + "); that stays as it is.");
        }
        warnings.add("/home/virtfs stays as it is. Never remove it: while a jail is mounted, that removes the server's"
                + " own files.");
        return warnings;
    }

    private static List<String> afterBoot() {
        return List.of(
                "Look: 'grep virtfs /proc/mounts' shows no jail of the accounts that were changed; look again after their"
                        + " next cron job and mail.",
                ON_BOOT + " runs once at the boot and removes itself; see that it is gone.");
    }
}
