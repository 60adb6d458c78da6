package io.github.rescuekit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.RecordingRunner;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.ToolFailedException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.repair.SecretLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Door 7 of safety: who may read a secret, and who may not even hold one. */
class SecretDoorTest {

    private static final String ROOT = "io.github.rescuekit";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final Pattern SECRET_WORD = Pattern.compile("(?i).*(pass(word|phrase)|secret|token|private).*");

    @Test
    void onlyTheClassesThatHandItToAProgramOrHashItReadASecret() {
        assertThat(callersOf("reveal"))
                .containsExactlyInAnyOrder(SystemRunner.class.getName(), ROOT + ".repair.access.PasswordHash");
    }

    @Test
    void aSecretIsMadeWhereItComesIn() {
        assertThat(callersOf("<init>"))
                .allMatch(it -> it.startsWith(ROOT + ".ui.cli.ScriptOperator")
                        || it.startsWith(ROOT + ".ui.console.ConsoleOperator")
                        || it.equals(SecretLine.class.getName()));
    }

    @Test
    void whatIsKeptOrShownHoldsNone() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".report..", ROOT + ".session..", ROOT + ".parse..", ROOT + ".installed..")
                .should()
                .dependOnClassesThat(equivalentTo(Secret.class))
                .check(CODE);
    }

    /** A command line is seen by every user of the machine, and the shell keeps it. */
    @Test
    void noOptionTakesASecretAsAWord() {
        List<JavaField> words = CODE.stream()
                .flatMap(it -> it.getFields().stream())
                .filter(it -> it.isAnnotatedWith(Option.class) || it.isAnnotatedWith(Parameters.class))
                .toList();

        assertThat(words).isNotEmpty();
        assertThat(words.stream()
                        .filter(it -> SECRET_WORD.matcher(it.getName()).matches())
                        .filter(it -> !Set.of("java.nio.file.Path", "boolean", "int", "java.lang.Integer")
                                .contains(it.getRawType().getName()))
                        .map(JavaField::getFullName))
                .isEmpty();
    }

    @Test
    void printsAsNothingButThatItIsOne() {
        assertThat(new Secret("correct horse"))
                .hasToString("(secret)")
                .isEqualTo(new Secret("correct horse"))
                .isNotEqualTo(new Secret("wrong horse"));
    }

    @Test
    void whatAnswersASecretIsInNoTapeAndNoMessage() {
        Command hash = Command.of("openssl", "passwd", "-stdin").readingSecret(new Secret("correct horse"));
        Result answer = new Result(1, "$6$hash", "$6$hash", Duration.ZERO, false);
        List<String> tape = new ArrayList<>();

        new RecordingRunner(command -> answer, tape::add).run(hash);

        assertThat(tape).singleElement().asString().doesNotContain("$6$hash", "correct horse");
        assertThat(ToolFailedException.badExit(hash, answer).happened()).doesNotContain("$6$hash", "correct horse");
        assertThat(hash).asString().doesNotContain("correct horse");
    }

    private static Set<String> callersOf(String name) {
        return CODE.get(Secret.class).getCodeUnits().stream()
                .filter(it -> it.getName().equals(name))
                .flatMap(it -> it.getAccessesToSelf().stream())
                .map(JavaAccess::getOriginOwner)
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }
}
