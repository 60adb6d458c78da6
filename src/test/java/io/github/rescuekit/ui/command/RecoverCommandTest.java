package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.diagnose.TestCheckups;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recover} on a system in a directory. */
class RecoverCommandTest {

    private static final String REPAIR = "repair = broken\n";
    private static final String UNCHECKED = "check = no\n";

    @TempDir
    Path directory;

    private final SilentOperator operator = new SilentOperator();
    private OneSystem system;

    @BeforeEach
    void makeSystem() throws IOException {
        system = new OneSystem(directory);
        system.isConfusing = false;
        system.makeBootable();
    }

    @AfterEach
    void leavesNothingMounted() {
        assertThat(system.open).isZero();
    }

    @Test
    void repairsWhatThePolicyAllowsAndVerifies() throws IOException {
        checked(TestCheckups::healthy);

        assertThat(recover(REPAIR)).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("Found     CRITICAL /etc/broken is broken")
                .contains("broken (remove): repaired and verified; the way back: rescuekit undo 1")
                .contains("Left      none of the known faults")
                .contains("Then      Look at it.")
                .contains("Result    recovered and verified");
        assertThat(system.at(OneSystem.FAULT)).doesNotExist();
    }

    @Test
    void leavesAloneWhatThePolicyDoesNotAllow() throws IOException {
        assertThat(recover(UNCHECKED)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("a person must look at what is left");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void onlyPlansWhenAskedTo() throws IOException {
        assertThat(recover(UNCHECKED + REPAIR, "--plan")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("broken (remove): not applied", "- remove /etc/broken", "planned; nothing was changed");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void changesNothingTheSecondTime() throws IOException {
        recover(UNCHECKED + REPAIR);

        assertThat(recover(UNCHECKED + REPAIR)).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("broken (remove): nothing to do", "healthy; nothing was changed");
    }

    @Test
    void isNotDoneWhileSomethingCannotBeTold() throws IOException {
        system.isConfusing = true;

        assertThat(recover(UNCHECKED + REPAIR)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("CANNOT TELL confused");
    }

    @Test
    void isNotDoneWhileAFilesystemIsNotKnownToBeHealthy() throws IOException {
        checked(TestCheckups::notReplayed);

        assertThat(recover(REPAIR)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("Checked   1 check: 1 cannot tell.");
    }

    @Test
    void judgesByTheCheckAfterTheRepair() throws IOException {
        Deque<Function<String, CheckResult>> answers =
                new ArrayDeque<>(List.of(TestCheckups::notReplayed, TestCheckups::healthy));
        checked(device -> answers.remove().apply(device));

        assertThat(recover(REPAIR)).isEqualTo(ExitCode.DONE);
    }

    @Test
    void rebootsWhenThePolicyWantsItAndNoDoubtIsLeft() throws IOException {
        assertThat(recover(UNCHECKED + REPAIR + "leave = reboot\n")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("Boot      healthy", "nothing is left on the server's disks; rebooting now");
        assertThat(system.reboots).isOne();
    }

    @Test
    void rebootsNothingByItself() throws IOException {
        assertThat(recover(UNCHECKED + REPAIR)).isEqualTo(ExitCode.DONE);
        assertThat(system.reboots).isZero();
    }

    @Test
    void rebootsNothingThatWillNotBoot() throws IOException {
        Files.delete(system.at("/boot/vmlinuz-6.1.0-37-amd64"));

        assertThat(recover(UNCHECKED + REPAIR + "leave = reboot\n")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("FAILED");
        assertThat(system.reboots).isZero();
    }

    @Test
    void rebootsNothingWhileAFaultIsLeft() throws IOException {
        assertThat(recover(UNCHECKED + "leave = reboot\n")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.reboots).isZero();
    }

    @Test
    void stopsBeforeItWritesToAFailingDisk() throws IOException {
        checked(TestCheckups::failingDisk);

        assertThat(recover(REPAIR)).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).contains("Guard: failing-disk", "stopped; nothing was changed");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void stopsBeforeItWritesIntoADamagedFilesystem() throws IOException {
        checked(TestCheckups::damaged);

        assertThat(recover(REPAIR)).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).contains("Guard: damaged-filesystem", "allow 'fsck = preen'");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void tellsThatARepairFailedAndWasTakenBack() throws IOException {
        system.staysBroken = true;

        assertThat(recover(UNCHECKED + REPAIR)).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(operator.out.toString())
                .contains("Stopped   ", "was taken\n          back", "what stays changed is told above");
        assertThat(system.at(OneSystem.FAULT)).hasContent("broken\n");
    }

    @Test
    void writesItsReportAlsoWhenItWasStopped() throws IOException {
        Path report = directory.resolve("report.json");
        system.isLocked = true;

        assertThat(recover(UNCHECKED + REPAIR + "report = " + report + "\n")).isEqualTo(ExitCode.REFUSED);
        JsonObject document = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
        assertThat(document.get("exitCode").getAsInt()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(document.getAsJsonObject("result")
                        .getAsJsonObject("stopped")
                        .get("guard")
                        .getAsString())
                .isEqualTo("locked");
    }

    @Test
    void refusesAReportThatCouldNotBeWrittenBeforeItBegins() throws IOException {
        assertThat(recover(UNCHECKED + REPAIR + "report = " + directory + "/nowhere/report.json\n"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void refusesWhatIsNoPolicy() throws IOException {
        assertThat(run("recover")).isEqualTo(ExitCode.USAGE);
        assertThat(run("recover", "--policy", directory.resolve("none").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("recover", "--policy", directory.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(recover("repair everything\n")).isEqualTo(ExitCode.USAGE);
        assertThat(recover("#".repeat(70_000))).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString())
                .contains("--policy FILE", "there is no file", "cannot be read", "line 1", "too long for a policy");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void tellsThatThereIsNoSystem() throws IOException {
        system.pullOut();

        assertThat(recover(REPAIR)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("System    none was found", "no installed system was found");
    }

    private void checked(Function<String, CheckResult> answer) {
        system.health = new Health(
                limit -> TestCheckups.answering(answer),
                () -> {
                    throw new AssertionError("repaired");
                },
                () -> {
                    throw new AssertionError("tested");
                },
                () -> {
                    throw new AssertionError("read its records");
                },
                Databases.NONE,
                machine -> {
                    throw new AssertionError("asked for arrays");
                },
                () -> {
                    throw new AssertionError("replaced");
                });
    }

    private ExitCode recover(String policy, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("policy"), policy);
        return run(Stream.concat(Stream.of("recover", "--policy", file.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private ExitCode run(String... words) {
        return VerbRunner.here(system.toolkit(), operator).run(List.of(words));
    }
}
