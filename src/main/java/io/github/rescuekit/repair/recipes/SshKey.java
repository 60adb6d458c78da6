package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.KeyFile;
import io.github.rescuekit.repair.access.PublicKey;
import java.util.List;
import java.util.Optional;

/** A key that is to open root's account, or another one, with the modes and owners that sshd asks for. */
public final class SshKey implements Recipe {

    private static final Remedy ADD = new Remedy(
            "add",
            "Add the public key to the file that sshd reads for root, or for each --account, and close it to others.",
            "Whoever has the private key gets in.");
    private static final Setting KEY =
            Setting.required("key", "the line of a .pub file, such as 'ssh-ed25519 AAAA... me@home'", "\\S+ .+");
    private static final Setting OPTIONS = Setting.optional(
            "options", "options of authorized_keys before the key, such as 'from=\"192.0.2.0/24\"'", "[^\\s].*");

    @Override
    public String id() {
        return "ssh-key";
    }

    @Override
    public String cures() {
        return "The key that you have opens no account of the system.";
    }

    @Override
    public List<String> touches() {
        return List.of("the authorized_keys of the account, with the directories up to its home");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(ADD);
    }

    @Override
    public List<Setting> settings() {
        return List.of(KEY, OPTIONS);
    }

    @Override
    public boolean isWish() {
        return true;
    }

    // Which key is missing, only its owner knows; that nobody gets in, root-password tells.
    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return List.of();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        PublicKey key = PublicKey.parse(
                choice.value(KEY).orElseThrow(() -> RescueException.usage("no key is given", "pass --set key=LINE")));
        String options = choice.value(OPTIONS).orElse("");
        List<String> accounts = choice.accounts().isEmpty() ? List.of("root") : choice.accounts();
        List<Step> steps = accounts.stream()
                .flatMap(it -> KeyFile.of(system, it).add(key, options).stream())
                .distinct()
                .toList();
        return new Plan(
                id(),
                Optional.of(Remedies.chosen(this, choice)),
                steps,
                steps.isEmpty() ? List.of() : warnings(system),
                List.of());
    }

    private static List<String> warnings(InstalledSystem system) {
        return system.files().exists("/etc/cloud")
                ? List.of("cloud-init may write the keys of accounts again when the server becomes a new instance.")
                : List.of();
    }
}
