package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.ui.Operator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ChoiceWordsTest {

    private static final Setting GATEWAY = Setting.required("gateway", "an address, such as 192.0.2.1", "[0-9.]+");
    private static final Setting PORT =
            Setting.optional("port", "a port", "\\d{1,5}").usually("22");
    private static final Recipe PLAIN = new Told(List.of(), Optional.empty());
    private static final Recipe TOLD = new Told(List.of(GATEWAY, PORT), Optional.empty());
    private static final Recipe ASKS = new Told(List.of(), Optional.of("the new password"));

    private final SilentOperator nobody = new SilentOperator();

    @Test
    void takesSettingsWithTheirUsualValues() {
        Choice choice = choice(TOLD, nobody, "--set", "gateway=192.0.2.1", "--account", "alice", "--remedy", "first");

        assertThat(choice.value(GATEWAY)).contains("192.0.2.1");
        assertThat(choice.value(PORT)).contains("22");
        assertThat(choice.accounts()).containsExactly("alice");
        assertThat(choice.remedy()).contains("first");
        assertThat(choice(TOLD, nobody, "--set", "gateway=1", "--set", "port=2222")
                        .value(PORT))
                .contains("2222");
    }

    @Test
    void isTheDefaultWithoutWords() {
        assertThat(choice(PLAIN, nobody)).isEqualTo(Choice.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway | --set is no NAME=VALUE: gateway",
                "=1 | --set is no NAME=VALUE: =1",
                "gate=1 | --set names the unknown setting 'gate'",
                "gateway=home | --set gives 'gateway' a value that it does not take: 'home'",
                "gateway= | --set gives 'gateway' a value that it does not take: ''",
            })
    void refusesAWordThatTheRecipeDoesNotTake(String word, String complaint) {
        assertThatThrownBy(() -> choice(TOLD, nobody, "--set", word))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
                    assertThat(e.happened()).isEqualTo(complaint);
                    assertThat(e.next()).contains("gateway", "an address, such as 192.0.2.1");
                });
    }

    @Test
    void refusesASecondValue() {
        assertThatThrownBy(() -> choice(TOLD, nobody, "--set", "port=1", "--set", "port=2"))
                .hasMessage("--set gives 'port' a second value");
    }

    @Test
    void namesTheOptionWhenNobodyIsThereToTellWhatIsMissing() {
        assertThatThrownBy(() -> choice(TOLD, nobody)).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.PERSON_NEEDED);
            assertThat(e.next()).contains("--set gateway=VALUE");
        });
        assertThatThrownBy(() -> choice(ASKS, nobody)).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.PERSON_NEEDED);
            assertThat(e.next()).contains("--secret-fd");
        });
    }

    @Test
    void asksAPersonForWhatIsMissing() {
        assertThat(choice(TOLD, new Person(nobody, "192.0.2.1")).value(GATEWAY)).contains("192.0.2.1");
        assertThat(choice(ASKS, new Person(nobody, "s3cret")).secret()).contains(new Secret("s3cret"));
        assertThatThrownBy(() -> choice(ASKS, new Person(nobody, ""))).hasMessage("nothing was typed");
    }

    @Test
    void takesNoSecretForARecipeThatAsksForNone() {
        assertThatThrownBy(() -> choice(PLAIN, nobody, "--secret-fd", "0")).hasMessage("told takes no secret");
    }

    @Test
    void doesNotShowASecret() {
        assertThat(choice(ASKS, new Person(nobody, "s3cret")).toString()).doesNotContain("s3cret");
    }

    private static Choice choice(Recipe recipe, Operator operator, String... words) {
        return CommandLine.populateCommand(new ChoiceWords(), words).of(recipe, operator);
    }

    private record Told(List<Setting> settings, Optional<String> secret) implements Recipe {

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
        public List<Finding> diagnose(InstalledSystem system) {
            return List.of();
        }

        @Override
        public Plan plan(InstalledSystem system, Choice choice) {
            return new Plan(id(), Optional.empty(), List.of(), List.of(), List.of());
        }
    }
}
