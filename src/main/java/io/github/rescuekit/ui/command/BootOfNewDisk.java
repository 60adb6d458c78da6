package io.github.rescuekit.ui.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.PlanReport;
import io.github.rescuekit.report.RepairReport;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.report.Style;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The boot loader of a disk that has taken another one's place. Whole arrays alone do not make a server start from it: when
 * the old disk dies as well, the firmware has only this one.
 */
record BootOfNewDisk(Toolkit toolkit, Recipe bootLoader, RepairDialogue dialogue, Style style) {

    /**
     * Carries the repair of the boot loader out for each system on the disk.
     *
     * @param whole what is to be said of the arrays, and has been told
     */
    Answer prepare(BlockDevice disk, Answer whole) {
        List<Answer> answers = answers(disk);
        JsonObject json = whole.json().deepCopy();
        JsonArray bootLoaders = new JsonArray();
        answers.forEach(it -> bootLoaders.add(it.json()));
        json.add("bootLoader", bootLoaders);
        return new Answer(
                answers.stream()
                        .map(Answer::exitCode)
                        .filter(it -> it != ExitCode.DONE)
                        .findFirst()
                        .orElse(ExitCode.DONE),
                answers.stream().map(Answer::text).collect(Collectors.joining("\n")),
                json);
    }

    // The arrays are whole in any case, and that must not get lost behind an error.
    private List<Answer> answers(BlockDevice disk) {
        try {
            Machine machine = toolkit.machine().get();
            return seen(machine, disk).stream().map(it -> answer(machine, it)).toList();
        } catch (RescueException e) {
            return List.of(failed(disk, e.unlessInterrupted()));
        }
    }

    private List<PlanReport> seen(Machine machine, BlockDevice disk) {
        InstalledSystemSearch search = new InstalledSystemSearch(toolkit.mounter(), Architectures.ofThisMachine());
        try (FoundSystems found = search.find(machine)) {
            return found.systems().stream()
                    .filter(it -> machine.disksOf(it.device()).stream()
                            .anyMatch(below -> below.path().equals(disk.path())))
                    .map(it -> toolkit.targets()
                            .look(
                                    machine,
                                    it.mounted(),
                                    target -> RepairDialogue.plan(bootLoader, Choice.DEFAULT, target)))
                    .toList();
        }
    }

    private Answer answer(Machine machine, PlanReport seen) {
        return seen.proposal().plan().isEmpty()
                ? new RepairReport(seen).nothingToDo(style)
                : dialogue.carryOut(machine, seen);
    }

    private Answer failed(BlockDevice disk, RescueException e) {
        JsonObject json = new JsonObject();
        json.addProperty("state", "failed");
        json.addProperty("happened", e.happened());
        json.addProperty("next", e.next());
        return new Answer(
                e.exitCode(),
                "The boot loader of " + Show.text(disk.path()) + " was not repaired: " + Show.text(e.happened())
                        + "\nNext: " + Show.text(e.next()) + "; then 'rescuekit repair " + bootLoader.id() + "'\n",
                json);
    }
}
