package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagnose}, {@code repair}, {@code undo} and {@code history} on a system in a directory. */
class RepairVerbsTest {

    @TempDir
    Path directory;

    private OneSystem system;
    private SilentOperator operator = new SilentOperator();

    @BeforeEach
    void makeSystem() throws IOException {
        system = new OneSystem(directory);
    }

    @AfterEach
    void leavesNothingMounted() {
        assertThat(system.open).isZero();
    }

    @Test
    void diagnoseTellsWhatIsWrongAndWhatCouldNotBeTold() {
        assertThat(run("diagnose")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("Debian 12", "CRITICAL", "/etc/broken is broken", "Repair: rescuekit repair broken")
                .contains("Cannot tell about confused: it failed with IllegalStateException")
                .contains("1 problem found; 1 could not be told.");
    }

    @Test
    void diagnoseFindsNothingOnAHealthySystem() throws IOException {
        Files.delete(system.at(OneSystem.FAULT));

        assertThat(run("diagnose", "broken")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("No problem found.");
    }

    @Test
    void refusesARecipeThatDoesNotExistBeforeItLooks() {
        system.pullOut();

        assertThat(run("repair", "frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString()).contains("no recipe 'frobnicate'", "broken, confused");
        assertThat(run("repair")).isEqualTo(ExitCode.USAGE);
        assertThat(run("diagnose", "frobnicate")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void printsThePlanAndChangesNothingWhenNobodyIsThere() {
        assertThat(run("repair", "broken")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("* remove  (in this plan)", "Price: It is gone.", "1. remove /etc/broken")
                .contains("It will be gone.", "Look at it.", "add --yes");
        assertThat(system.at(OneSystem.FAULT)).exists();
        assertThat(system.at("/var/lib/rescuekit")).doesNotExist();
    }

    @Test
    void repairsVerifiesAndTellsTheWayBack() {
        assertThat(run("repair", "broken", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("mounted for writing, which replays its journal")
                .contains("1/1  remove /etc/broken: done")
                .contains("Repaired and verified: broken is no longer found.", "rescuekit undo 1");
        assertThat(system.at(OneSystem.FAULT)).doesNotExist();
    }

    @Test
    void hasNothingToDoTheSecondTime() {
        run("repair", "broken", "--yes");

        assertThat(run("repair", "broken", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("Nothing to do: broken is not found");
    }

    @Test
    void doesNotCallHealthyWhatTheRecipeCannotTell() {
        delete(system.at(OneSystem.FAULT));
        system.isHidden = true;
        system.isConfusing = false;

        assertThat(run("repair", "broken", "--yes")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("Cannot tell: /etc may not be seen")
                .doesNotContain("Nothing to do");
        assertThat(run("diagnose")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("Cannot tell about broken: /etc may not be seen");
    }

    @Test
    void tellsThatARemedyWouldChangeNothingAlthoughTheFaultIsThere() {
        assertThat(run("repair", "broken", "--remedy", "nothing", "--yes")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("the problem stays");
    }

    @Test
    void takesAnswersFromAPerson() {
        assertThat(run(person("no", () -> {}), "repair", "broken")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.at(OneSystem.FAULT)).exists();

        assertThat(run(person("yes", () -> {}), "repair", "broken")).isEqualTo(ExitCode.DONE);
        assertThat(system.at(OneSystem.FAULT)).doesNotExist();
    }

    @Test
    void refusesWhenTheDiskIsGoneAfterThePersonThought() {
        assertThat(run(person("yes", system::pullOut), "repair", "broken")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString()).contains("Guard: device-gone");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void hasNothingToDoWhenTheFaultWentWhileThePersonThought() {
        assertThat(run(person("yes", () -> delete(system.at(OneSystem.FAULT))), "repair", "broken"))
                .isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("Nothing to do: broken is not found");
    }

    @Test
    void refusesASystemThatIsMountedReadOnly() {
        system.mounted = Optional.of(system.mountedReadOnly());

        assertThat(run("repair", "broken", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString()).contains("Guard: read-only", "rescuekit mount --write");
        system.mounted.get().close();
    }

    @Test
    void refusesWhileAnotherOneWorksOnTheDisk() {
        system.isLocked = true;

        assertThat(run("repair", "broken", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString()).contains("Guard: locked");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void takesTheRepairBackWhenTheFaultStays() {
        system.staysBroken = true;

        assertThat(run("repair", "broken", "--yes")).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(system.at(OneSystem.FAULT)).hasContent("broken\n");
        assertThat(run("history")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("broken (remove)  undone");
    }

    @Test
    void answersWithOneJsonDocument() {
        run("repair", "broken", "--yes", "--json");

        JsonObject result = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result");
        assertThat(result.get("state").getAsString()).isEqualTo("repaired");
        assertThat(result.get("run").getAsString()).startsWith("0001-");
        assertThat(result.getAsJsonArray("changed").get(0).getAsString()).isEqualTo("remove /etc/broken");
    }

    @Test
    void takesTheLastRunBack() {
        run("repair", "broken", "--yes");

        assertThat(run("undo")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.at(OneSystem.FAULT)).doesNotExist();
        assertThat(run("undo", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("Taken back: run 0001-", "/etc/broken");
        assertThat(system.at(OneSystem.FAULT)).hasContent("broken\n");
    }

    @Test
    void hasNothingToUndoTwice() {
        run("repair", "broken", "--yes");
        run("undo", "1", "--yes");

        assertThat(run("undo", "1", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(run("undo", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("no run is left to take back");
    }

    @Test
    void refusesToUndoOverSomebodysLaterWork() throws IOException {
        run("repair", "broken", "--yes");
        Files.writeString(system.at(OneSystem.FAULT), "made anew\n");

        assertThat(run("undo", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).contains("/etc/broken was changed since", "Guard: changed-since");
        assertThat(system.at(OneSystem.FAULT)).hasContent("made anew\n");
    }

    @Test
    void namesTheRunsWhenThereIsNoneOfThatNumber() {
        assertThat(run("undo", "7", "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString()).contains("no run '7'", "rescuekit history");
    }

    @Test
    void listsWhatItDidAndHowToTakeItBack() {
        run("repair", "broken", "--yes");

        assertThat(run("history")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("broken (remove)  repaired", "applied and verified", "rescuekit undo 1");
    }

    @Test
    void listsTheRecipesWithTheirPrice() {
        assertThat(run("repair", "--list")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("A file that is broken.", "--remedy remove", "Price: It is gone.");
    }

    private ExitCode run(String... words) {
        return run(operator, words);
    }

    private ExitCode run(Operator someone, String... words) {
        return VerbRunner.here(system.toolkit(), someone).run(List.of(words));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Somebody who answers, after something happened. */
    private Operator person(String answer, Runnable meanwhile) {
        return new Person(operator, answer, meanwhile);
    }
}
