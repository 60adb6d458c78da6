package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.Toolkits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class VerbRunnerTest {

    private final SilentOperator operator = new SilentOperator();

    @Test
    void printsTheAnswerAndReturnsItsCode() {
        assertThat(run(true, () -> new Answer(ExitCode.PROBLEMS_FOUND, "one finding\n", new JsonObject()), "probe"))
                .isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out).hasToString("one finding\n");
        assertThat(operator.err).hasToString("");
    }

    @Test
    void putsTheAnswerIntoOneDocument() {
        JsonObject result = new JsonObject();
        result.addProperty("disks", 2);

        run(true, () -> new Answer(ExitCode.DONE, "text", result), "probe", "--json");

        JsonObject document = document();
        assertThat(document.get("verb").getAsString()).isEqualTo("probe");
        assertThat(document.get("level").getAsString()).isEqualTo("edit");
        assertThat(document.get("exitCode").getAsInt()).isZero();
        assertThat(document.getAsJsonObject("result")).isEqualTo(result);
    }

    @Test
    void refusesWithoutRootRightsAndNamesTheGuard() {
        assertThat(run(false, VerbRunnerTest::nothing, "probe")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString())
                .contains("root rights")
                .contains("Guard: root")
                .contains("Next: run 'sudo rescuekit probe'.");
    }

    @Test
    void showsHelpWithoutRootRights() {
        assertThat(run(false, VerbRunnerTest::nothing, "probe", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("Usage: rescuekit probe")
                .contains("Level: edit (changes files, one at a time, each with an undo copy)");
    }

    @Test
    void tellsAnErrorInTwoSentences() {
        run(
                true,
                () -> {
                    throw RescueException.refused("mounted", "/dev/sda1 is mounted\u001b[2J", "unmount it first");
                },
                "probe");

        assertThat(operator.err).hasToString("""
                rescuekit probe: /dev/sda1 is mounted\\x1b[2J.
                Guard: mounted
                Next: unmount it first.
                """);
        assertThat(operator.out).hasToString("");
    }

    @Test
    void tellsAnErrorAsADocumentToo() {
        run(
                true,
                () -> {
                    throw RescueException.refused("mounted", "it is mounted", "unmount it first");
                },
                "probe",
                "--json");

        JsonObject error = document().getAsJsonObject("error");
        assertThat(error.get("kind").getAsString()).isEqualTo("REFUSED");
        assertThat(error.get("guard").getAsString()).isEqualTo("mounted");
        assertThat(error.get("next").getAsString()).isEqualTo("unmount it first");
    }

    @Test
    void answersWrongOptionsInJsonWhenJsonWasWanted() {
        assertThat(run(true, VerbRunnerTest::nothing, "probe", "--wriet", "--json"))
                .isEqualTo(ExitCode.USAGE);

        JsonObject error = document().getAsJsonObject("error");
        assertThat(error.get("happened").getAsString()).isEqualTo("unknown option: '--wriet'");
        assertThat(error.get("next").getAsString()).isEqualTo("see 'rescuekit probe --help'; did you mean --write?");
    }

    @Test
    void takesNoOptionForAValue() {
        assertThat(run(true, VerbRunnerTest::nothing, "probe", "--at", "--write"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void leavesWordsBehindTheDoubleDashToTheChild() {
        assertThat(run(true, VerbRunnerTest::nothing, "lost", "--", "--json")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.out).hasToString("");
    }

    @Test
    void suggestsTheVerbThatWasMeant() {
        VerbRunner runner = VerbRunner.here(SilentOperator.toolkit(true), operator);

        assertThat(runner.run(List.of("verison"))).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString())
                .contains("there is no verb 'verison'")
                .contains("did you mean 'version'?");
    }

    @Test
    void turnsABugIntoOneSentenceThatNamesTheLog() {
        Toolkit toolkit = Toolkits.with(true, bug -> Optional.of(Path.of("/var/log/rescuekit/rescuekit.log")));

        ExitCode code = runner(toolkit, VerbRunnerTest::bug).run(List.of("probe"));

        assertThat(code).isEqualTo(ExitCode.BUG);
        assertThat(operator.err.toString())
                .startsWith("rescuekit probe: this is a bug in Rescuekit: java.lang.IllegalStateException: no disk.")
                .contains("Next: send /var/log/rescuekit/rescuekit.log to the developers")
                .doesNotContain("\tat ");
    }

    @Test
    void showsTheTraceOfABugWhenNoLogCanBeWritten() {
        assertThat(run(true, VerbRunnerTest::bug, "probe")).isEqualTo(ExitCode.BUG);
        assertThat(operator.err.toString()).contains("\tat ").contains("send the trace above");
    }

    private static Answer nothing() {
        return new Answer(ExitCode.DONE, "", new JsonObject());
    }

    private static Answer bug() {
        throw new IllegalStateException("no disk");
    }

    private ExitCode run(boolean root, Supplier<Answer> work, String... words) {
        return runner(SilentOperator.toolkit(root), work).run(List.of(words));
    }

    private VerbRunner runner(Toolkit toolkit, Supplier<Answer> work) {
        return new VerbRunner(
                toolkit,
                operator,
                name -> name.equals("probe")
                        ? Optional.of((tools, person) -> new ProbeCommand(tools, person, work))
                        : Optional.empty(),
                false);
    }

    private JsonObject document() {
        return JsonParser.parseString(operator.out.toString()).getAsJsonObject();
    }

    @Command(name = "probe", description = "A verb for this test.")
    private static final class ProbeCommand extends Verb {

        @Option(names = "--write")
        private boolean write;

        @Option(names = "--at")
        private String at = "/mnt";

        private final Supplier<Answer> work;

        ProbeCommand(Toolkit toolkit, Operator operator, Supplier<Answer> work) {
            super(toolkit, operator);
            this.work = work;
        }

        @Override
        public Level level() {
            return Level.EDIT;
        }

        @Override
        public Answer run() {
            return work.get();
        }

        @Override
        public String toString() {
            return at + write;
        }
    }
}
