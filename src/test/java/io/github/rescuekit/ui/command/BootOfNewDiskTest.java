package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.Style;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a system in a directory; a recipe for another fault stands for that of the boot loader. */
class BootOfNewDiskTest {

    private static final Answer WHOLE = new Answer(ExitCode.DONE, "Done and verified.\n", new JsonObject());

    @TempDir
    Path directory;

    private OneSystem system;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void makeSystem() throws IOException {
        system = new OneSystem(directory);
        system.isConfusing = false;
    }

    @Test
    void repairsTheSystemThatLiesOnTheDisk() {
        Answer answer = prepare(disk(), new SilentOperator(), true);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(told).anyMatch(it -> it.contains("1. remove /etc/broken"));
        assertThat(answer.text()).contains("Repaired and verified");
        assertThat(states(answer)).containsExactly("repaired");
        assertThat(system.at(OneSystem.FAULT)).doesNotExist();
        assertThat(system.open).isZero();
    }

    @Test
    void leavesASystemOfAnotherDiskAlone() {
        Answer answer =
                prepare(new TestDisks().disk("/dev/sdz").machine().devices().get(0), new SilentOperator(), true);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(states(answer)).isEmpty();
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void hasNothingToDoForAHealthyOne() throws IOException {
        Files.delete(system.at(OneSystem.FAULT));

        Answer answer = prepare(disk(), new SilentOperator(), true);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(states(answer)).containsExactly("nothing-to-do");
    }

    @Test
    void asksOnceMore() {
        Answer answer = prepare(disk(), new Person(new SilentOperator(), "no"), false);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(states(answer)).containsExactly("planned");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    @Test
    void tellsWhyItCouldNotBeRepaired() {
        system.isLocked = true;

        Answer answer = prepare(disk(), new SilentOperator(), true);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(answer.text()).contains("was not repaired", "Next: ", "then 'rescuekit repair broken'");
        assertThat(states(answer)).containsExactly("failed");
        assertThat(system.at(OneSystem.FAULT)).exists();
    }

    private BlockDevice disk() {
        return system.toolkit().machine().get().device(system.disk()).orElseThrow();
    }

    private Answer prepare(BlockDevice disk, Operator operator, boolean yes) {
        Toolkit toolkit = system.toolkit();
        Style plain = new Style(false);
        RepairDialogue dialogue = new RepairDialogue(toolkit, operator, plain, told::addAll, yes);
        return new BootOfNewDisk(toolkit, toolkit.recipes().require("broken"), dialogue, plain).prepare(disk, WHOLE);
    }

    private static List<String> states(Answer answer) {
        return answer.json().getAsJsonArray("bootLoader").asList().stream()
                .map(it -> it.getAsJsonObject().get("state").getAsString())
                .toList();
    }
}
