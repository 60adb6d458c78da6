package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Step.ReplaceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepairRunTest {

    private static final Supplier<Optional<String>> REPAIRED = Optional::empty;

    @TempDir
    Path root;

    private TargetTree tree;
    private Map<String, String> before = Map.of();

    @BeforeEach
    void layTree() {
        tree = EveryStep.lay(new TargetTree(root));
        before = tree.picture();
    }

    @Test
    void appliesEachKindOfStep() throws Exception {
        RepairRun.Applied applied = run().apply(EveryStep.plan(), REPAIRED);

        assertThat(applied.changed()).isEqualTo(EveryStep.STEPS);
        assertThat(applied.alreadySo()).isEmpty();
        assertThat(tree.read("/etc/conf")).isEqualTo("new, and longer\n");
        assertThat(tree.mode("/etc/conf")).isEqualTo(new FileMode(0640));
        assertThat(tree.mode("/etc/conf.d/local")).isEqualTo(new FileMode(0640));
        assertThat(Files.readSymbolicLink(tree.at("/etc/masked.service"))).isEqualTo(Path.of("/dev/null"));
        assertThat(tree.at("/etc/K20agent")).exists();
        assertThat(tree.at("/etc/stale")).doesNotExist();
        assertThat(tree.mode("/etc/key")).isEqualTo(new FileMode(0600));
        assertThat(tree.at("/etc/through-link")).isSymbolicLink();
        assertThat(tree.read("/etc/real")).isEqualTo("changed behind\n");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void tellsAlreadySoFromDone() {
        run().apply(EveryStep.plan(), REPAIRED);
        Map<String, String> after = tree.picture();

        RepairRun.Applied again = run().apply(EveryStep.plan(), REPAIRED);

        assertThat(again.changed()).isEmpty();
        assertThat(again.alreadySo()).isEqualTo(EveryStep.STEPS);
        assertThat(tree.picture()).isEqualTo(after);
    }

    static IntStream places() {
        return IntStream.rangeClosed(1, EveryStep.STEPS.size());
    }

    @ParameterizedTest
    @MethodSource("places")
    void takesEverythingBackWhenAStepFails(int place) {
        RescueException failure = failureOf(() -> run().apply(EveryStep.planFailingAt(place), REPAIRED));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(failure.happened()).contains("taken back", "/no/such");
        assertThat(tree.picture()).isEqualTo(before);
        assertThat(onlyRun().state()).isEqualTo(PastRun.State.UNDONE);
    }

    @Test
    void refusesWithoutATraceWhenAlreadyTheFirstStepDoesNotFit() {
        tree.file("/etc/conf", "changed by somebody\n", 0640);
        before = tree.picture();

        RescueException failure = failureOf(() -> run().apply(EveryStep.plan(), REPAIRED));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.guard()).contains("changed");
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void takesEverythingBackWhenTheFaultIsStillFound() {
        RescueException failure =
                failureOf(() -> run().apply(EveryStep.plan(), () -> Optional.of("the agent still freezes")));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(failure.happened()).contains("the agent still freezes");
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void tellsBothFailuresWhenTakingBackFailsAsWell() {
        RescueException failure = failureOf(() -> run().apply(EveryStep.plan(), () -> {
            tree.file("/etc/conf", "changed by somebody\n", 0640);
            return Optional.of("the agent still freezes");
        }));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNDO_FAILED);
        assertThat(failure.happened()).contains("the agent still freezes", "/etc/conf was changed since");
        assertThat(failure.next()).contains("rescuekit undo 1");
        assertThat(onlyRun().state()).isEqualTo(PastRun.State.PARTLY_UNDONE);
    }

    @Test
    void stopsBeforeTheNextWriteWhenTheLockIsLost() {
        List<String> asked = new ArrayList<>();
        RepairRun run = new RepairRun(
                tree.journal(),
                tree.writer(),
                () -> {
                    asked.add("held?");
                    if (asked.size() == 4) {
                        throw RescueException.refused("locked", "the lock was lost", "look who is there");
                    }
                },
                RepairRun.Listener.SILENT);

        RescueException failure = failureOf(() -> run.apply(EveryStep.plan(), REPAIRED));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void takesEverythingBackWhenItIsInterrupted() {
        RepairRun run = new RepairRun(
                tree.journal(), tree.writer(), () -> {}, (number, of, step, changed) -> interruptAfter(number));

        RescueException failure = failureOf(() -> run.apply(EveryStep.plan(), REPAIRED));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(tree.picture()).isEqualTo(before);
    }

    private static void interruptAfter(int number) {
        if (number == 3) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void refusesAFileWithASecondName() throws Exception {
        Files.createLink(tree.at("/etc/other-name"), tree.at("/etc/conf"));
        before = tree.picture();

        assertThatThrownBy(() -> run().apply(EveryStep.plan(), REPAIRED))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("hard links");
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void refusesToWriteOverALinkInTheMiddleOfAPath(@TempDir Path elsewhere) throws Exception {
        Files.createSymbolicLink(tree.at("/etc/out"), elsewhere);
        Files.writeString(elsewhere.resolve("passwd"), "rescue's own\n");
        Plan plan = EveryStep.plan(
                List.of(new ReplaceFile("/etc/out/passwd", FileText.of("rescue's own\n"), FileText.of("lost\n"))));

        assertThatThrownBy(() -> run().apply(plan, REPAIRED)).isInstanceOf(RescueException.class);
        assertThat(elsewhere.resolve("passwd")).hasContent("rescue's own\n");
    }

    private RepairRun run() {
        return new RepairRun(tree.journal(), tree.writer(), () -> {}, RepairRun.Listener.SILENT);
    }

    private PastRun onlyRun() {
        return PastRun.of(tree.journal().run("1"));
    }

    private static RescueException failureOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        RescueException failure = catchThrowableOfType(RescueException.class, action);
        assertThat(failure).isNotNull();
        return failure;
    }

    private List<Path> leftovers() throws Exception {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(it -> it.getFileName().toString().startsWith(".rescuekit"))
                    .toList();
        }
    }
}
