package io.github.rescuekit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    private static final String ROOT = "io.github.rescuekit";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** The table of README, row by row. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            row("model"),
            row("exec", "model"),
            row("parse", "model"),
            row("probe", "model", "exec", "parse"),
            row("mount", "model", "exec", "parse"),
            row("layers", "model", "exec", "parse"),
            row("installed", "model", "parse"),
            row("session", "model", "exec"),
            row("diagnose", "model", "exec", "parse", "probe", "mount", "installed"),
            row("trial", "model", "exec", "parse", "probe", "session"),
            row("repair", "model", "exec", "parse", "probe", "mount", "installed", "diagnose", "session"),
            row("leave", "model", "exec", "parse", "probe", "mount", "installed", "repair", "session"),
            row(
                    "recovery",
                    "model",
                    "probe",
                    "layers",
                    "mount",
                    "installed",
                    "diagnose",
                    "repair",
                    "session",
                    "trial",
                    "leave"),
            row(
                    "report",
                    "model",
                    "layers",
                    "mount",
                    "installed",
                    "diagnose",
                    "repair",
                    "session",
                    "trial",
                    "leave",
                    "recovery"),
            row(
                    "ui",
                    "model",
                    "probe",
                    "layers",
                    "mount",
                    "installed",
                    "diagnose",
                    "repair",
                    "session",
                    "trial",
                    "leave",
                    "recovery",
                    "report"));

    private static Map.Entry<String, List<String>> row(String name, String... uses) {
        return Map.entry(name, List.of(uses));
    }

    @TestFactory
    Stream<DynamicTest> eachPackageUsesOnlyThoseBelowIt() {
        return MAY_USE.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    String[] allowed = Stream.concat(entry.getValue().stream(), Stream.of(entry.getKey()))
                            .map(name -> ROOT + "." + name + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + entry.getKey() + "..")
                            .should()
                            .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                            .allowEmptyShould(true)
                            .check(CODE);
                }));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void frontEndsDoNotKnowEachOther() {
        for (String frontEnd : List.of("cli", "console", "web")) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".ui." + frontEnd + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + ".ui..")
                            .and(not(resideInAnyPackage(
                                    ROOT + ".ui", ROOT + ".ui.command..", ROOT + ".ui." + frontEnd + ".."))))
                    .allowEmptyShould(true)
                    .check(CODE);
        }
    }

    @Test
    void parsersTouchNothingButTheirInput() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".parse..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(CODE);
    }

    @Test
    void recipesAreFinalAndNamedForTheFault() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".repair.recipes..")
                .and()
                .areTopLevelClasses()
                .and()
                // Nobody can extend one from outside; with bodies of its own it is not called final.
                .areNotEnums()
                .and()
                // Sealed ones, of data.
                .areNotInterfaces()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .allowEmptyShould(true)
                .check(CODE);
    }

    /** Door 2: everything read from an installed system stays below its root. */
    @Test
    void onlyConfinedFilesOpensFilesOfAnInstalledSystem() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".installed..", ROOT + ".repair.recipes..")
                .and()
                .haveNameNotMatching(".*\\.installed\\.Confined(Files|Walk)(\\$.*)?")
                .should()
                .dependOnClassesThat(assignableTo(Files.class)
                        .or(assignableTo(File.class))
                        .or(assignableTo(InputStream.class))
                        .or(assignableTo(Reader.class))
                        .or(assignableTo(RandomAccessFile.class))
                        .or(resideInAPackage("java.nio.channels..")))
                .check(CODE);
    }
}
