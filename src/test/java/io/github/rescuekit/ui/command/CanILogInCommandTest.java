package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code can-i-log-in} on a system in a directory. */
class CanILogInCommandTest {

    private static final String SSHD = "/etc/ssh/sshd_config";

    @TempDir
    Path directory;

    private OneSystem system;
    private final SilentOperator operator = new SilentOperator();

    @BeforeEach
    void makeSystem() throws IOException {
        system = new OneSystem(directory);
        system.makeBootable();
    }

    @Test
    void saysThatNothingKeepsPeopleOut() {
        assertThat(run("can-i-log-in")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("Who gets in?", "healthy      ", "Nothing on the disk keeps you out")
                .doesNotContain("Will it boot?");
    }

    @Test
    void namesTheDoorThatIsClosedAndWhy() throws IOException {
        Files.writeString(system.at(SSHD), "PermitRootLogin no\nAllowUsers nobody\n");

        assertThat(run("can-i-log-in")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains(
                        "FAILED       accounts: ",
                        "AllowUsers nobody keeps root out",
                        "repair ssh-key",
                        "repair sshd-config",
                        "see above")
                .doesNotContain("Nothing on the disk keeps you out");
    }

    @Test
    void answersWithOneJsonDocument() {
        run("can-i-log-in", "--json");

        JsonObject result = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result");
        assertThat(result.get("open").getAsBoolean()).isTrue();
        assertThat(result.getAsJsonArray("login")).isNotEmpty();
        assertThat(result.getAsJsonArray("findings")).isEmpty();
    }

    private ExitCode run(String... words) {
        return VerbRunner.here(system.toolkit(), operator).run(List.of(words));
    }
}
