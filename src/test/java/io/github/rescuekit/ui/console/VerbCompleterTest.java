package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class VerbCompleterTest {

    private final VerbCompleter completer = new VerbCompleter(tree(), List.of("exit"), VerbCompleterTest::words);

    @Test
    void offersVerbsFirst() {
        assertThat(offered("")).containsExactly("mount", "test", "exit");
        assertThat(offered("rescuekit ")).containsExactly("mount", "test", "exit");
    }

    @Test
    void offersOptionsThatAreNotThereYet() {
        assertThat(offered("mount -")).containsExactly("--at", "--write");
        assertThat(offered("mount --write -")).containsExactly("--at");
        assertThat(offered("mount -w -")).containsExactly("--at");
    }

    @Test
    void offersWhatTheMachineHasForAParameter() {
        assertThat(offered("mount ")).containsExactly("web1", "db1");
        assertThat(offered("mount --write ")).containsExactly("web1", "db1");
        assertThat(offered("mount --at /mnt ")).containsExactly("web1", "db1");
        assertThat(offered("mount web1 ")).isEmpty();
    }

    @Test
    void offersWhatTheMachineHasForTheValueOfAnOption() {
        assertThat(offered("mount --at ")).containsExactly("/mnt");
    }

    @Test
    void offersTheWordsThatALabelLists() {
        assertThat(offered("test ")).containsExactly("memory", "cpu");
    }

    @Test
    void offersNothingForAnUnknownVerbOrAChild() {
        assertThat(offered("frobnicate ")).isEmpty();
        assertThat(offered("mount -- ")).isEmpty();
    }

    private List<String> offered(String typed) {
        return completer.offers(Words.PARSER.parse(typed, typed.length(), ParseContext.COMPLETE)).stream()
                .map(Candidate::value)
                .toList();
    }

    private static List<String> words(String label) {
        return switch (label) {
            case "SYSTEM" -> List.of("web1", "db1", "bad\u001b[2J");
            case "DIR" -> List.of("/mnt");
            default -> List.of();
        };
    }

    private static CommandLine tree() {
        CommandSpec mount = CommandSpec.create()
                .addOption(OptionSpec.builder("--at")
                        .paramLabel("DIR")
                        .arity("1")
                        .type(String.class)
                        .build())
                .addOption(OptionSpec.builder("-w", "--write")
                        .arity("0")
                        .type(boolean.class)
                        .build())
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .paramLabel("SYSTEM")
                        .build());
        CommandSpec test = CommandSpec.create()
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .paramLabel("memory|cpu")
                        .build());
        return new CommandLine(
                CommandSpec.create().addSubcommand("mount", mount).addSubcommand("test", test));
    }
}
