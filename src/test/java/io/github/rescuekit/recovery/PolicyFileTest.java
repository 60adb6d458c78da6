package io.github.rescuekit.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.recovery.Policy.AllowedRepair;
import io.github.rescuekit.recovery.Policy.Fsck;
import io.github.rescuekit.recovery.Policy.Leave;
import io.github.rescuekit.recovery.Policy.Open;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.Settings;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.repair.recipes.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    private static final Recipes RECIPES =
            new Recipes(List.of(new Named("guest-agent-freeze"), new Named("cpanel-jailshell"), new Told()));

    @Test
    void knowsEveryRecipeWithEachOfItsRemedies() {
        Recipes every = Recipes.every(Surroundings.of(() -> Bytes.gib(4)), List.of());
        every.all().stream()
                .filter(it ->
                        it.secret().isEmpty() && Settings.missing(it, Map.of()).isEmpty())
                .forEach(recipe -> recipe.remedies().forEach(remedy -> {
                    Policy policy =
                            PolicyFile.parse("policy", "repair = " + recipe.id() + " " + remedy.id() + "\n", every);

                    assertThat(policy.repairs())
                            .containsExactly(
                                    new AllowedRepair(recipe.id(), new Choice(Optional.of(remedy.id()), List.of())));
                }));
        assertThat(every.ids()).contains("fstab-missing-device", "boot-root-argument", "boot-previous-kernel");
    }

    @Test
    void doesNothingThatItDoesNotName() {
        Policy policy = parse("# nothing\n\n");

        assertThat(policy)
                .isEqualTo(new Policy(
                        Optional.empty(),
                        Open.NOTHING,
                        Map.of(),
                        true,
                        Optional.empty(),
                        Fsck.NEVER,
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Leave.STAY));
    }

    @Test
    void readsEveryKey() {
        Policy policy = parse("""
                # the backup froze it
                system = web1
                open   = degraded
                key    = /dev/sda3 /root/a.key
                key    = /dev/sdb3 /root/b.key
                check  = no    # the disks were checked before
                test   = 10m
                fsck   = preen
                repair = guest-agent-freeze
                repair = cpanel-jailshell second accounts=alice,bob
                repair = told key="ssh-ed25519 AAAA me@home" port=22
                secret = told /run/secret
                report = /root/report.json
                leave  = reboot
                """);

        assertThat(policy)
                .isEqualTo(new Policy(
                        Optional.of("web1"),
                        Open.DEGRADED,
                        Map.of("/dev/sda3", Path.of("/root/a.key"), "/dev/sdb3", Path.of("/root/b.key")),
                        false,
                        Optional.of(Duration.ofMinutes(10)),
                        Fsck.PREEN,
                        List.of(
                                new AllowedRepair("guest-agent-freeze", Choice.DEFAULT),
                                new AllowedRepair(
                                        "cpanel-jailshell", new Choice(Optional.of("second"), List.of("alice", "bob"))),
                                new AllowedRepair(
                                        "told",
                                        new Choice(
                                                Optional.empty(),
                                                List.of(),
                                                Map.of("key", "ssh-ed25519 AAAA me@home", "port", "22"),
                                                Optional.empty()))),
                        Map.of("told", Path.of("/run/secret")),
                        Optional.of("/root/report.json"),
                        Leave.REBOOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reboot = yes | unknown key 'reboot'",
                "leave reboot | is no KEY = VALUE",
                "open = writable | sets open to 'writable'",
                "key = /dev/sda3 | has no device and key file",
                "key = sda3 /root/key | has no device and key file",
                "leave = now | sets leave to 'now'",
                "leave = | gives 'leave' no value",
                "fsck = yes | sets fsck to 'yes'",
                "test = 0m | sets test to '0m'",
                "test = memory | sets test to 'memory'",
                "repair = frobnicate | unknown recipe 'frobnicate'",
                "repair = guest-agent-freeze magic | unknown remedy 'magic'",
                "repair = guest-agent-freeze first second | one word too many",
                "repair = cpanel-jailshell accounts=alice, | empty account name",
                "report = report.json | relative path",
                "repair = guest-agent-freeze key=x | unknown setting 'key'",
                "repair = told key=x port=http | gives 'port' a value that it does not take: 'http'",
                "repair = told port=22 | does not say what 'key' is",
                "repair = told key=\"x | quote that does not end",
                "secret = told | has no recipe and file",
                "secret = told secret | has no recipe and file",
                "secret = guest-agent-freeze /run/secret | which takes none"
            })
    void refusesALineThatItDoesNotUnderstandWithItsNumber(String line, String complaint) {
        assertThatThrownBy(() -> parse("# a policy\n" + line + "\n"))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
                    assertThat(e.happened()).startsWith("a.policy line 2 ").contains(complaint);
                    assertThat(e.next()).isNotBlank();
                });
    }

    @Test
    void refusesTheSameSettingTwice() {
        assertThatThrownBy(() -> parse("leave = stay\nleave = reboot\n"))
                .hasMessage("a.policy line 2 sets 'leave' a second time");
        assertThatThrownBy(() -> parse("repair = guest-agent-freeze\nrepair = guest-agent-freeze second\n"))
                .hasMessage("a.policy line 2 allows 'guest-agent-freeze' a second time");
    }

    @Test
    void refusesARecipeWithoutTheSecretThatItNeeds() {
        assertThatThrownBy(() -> parse("repair = told key=x\n")).hasMessage("a.policy has no secret for told");
        assertThatThrownBy(() -> parse("secret = told /a\nsecret = told /b\n"))
                .hasMessage("a.policy line 2 has a second secret for 'told'");
    }

    private static Policy parse(String text) {
        return PolicyFile.parse("a.policy", text, RECIPES);
    }

    private record Named(String id) implements Recipe {

        @Override
        public String cures() {
            return "Nothing.";
        }

        @Override
        public List<String> touches() {
            return List.of("/etc/conf");
        }

        @Override
        public List<Remedy> remedies() {
            return List.of(new Remedy("first", "Does.", "None."), new Remedy("second", "Does.", "None."));
        }

        @Override
        public List<Finding> diagnose(InstalledSystem system) {
            return List.of();
        }

        @Override
        public Plan plan(InstalledSystem system, Choice choice) {
            return new Plan(id, Optional.empty(), List.of(), List.of(), List.of());
        }
    }

    /** A recipe that has to be told things. */
    private static final class Told implements Recipe {

        @Override
        public String id() {
            return "told";
        }

        @Override
        public String cures() {
            return "Nothing.";
        }

        @Override
        public List<String> touches() {
            return List.of("/etc/conf");
        }

        @Override
        public List<Remedy> remedies() {
            return List.of(new Remedy("first", "Does.", "None."));
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.required("key", "a public key", ".+"),
                    Setting.optional("port", "a port", "\\d+").usually("22"));
        }

        @Override
        public Optional<String> secret() {
            return Optional.of("the new password");
        }

        @Override
        public List<Finding> diagnose(InstalledSystem system) {
            return List.of();
        }

        @Override
        public Plan plan(InstalledSystem system, Choice choice) {
            return new Plan(id(), Optional.empty(), List.of(), List.of(), List.of());
        }
    }
}
