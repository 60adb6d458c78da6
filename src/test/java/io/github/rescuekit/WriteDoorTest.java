package io.github.rescuekit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.rescuekit.repair.RepairTarget;
import io.github.rescuekit.repair.SystemWriter;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.session.DiskLocks;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttributeView;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Doors 3 and 5 of safety: who may write at all, and who may write into an installed system. */
class WriteDoorTest {

    private static final String ROOT = "io.github.rescuekit.";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.rescuekit");

    // Files of the installed system, and the journal and undo copies that lie beside them.
    private static final Set<String> INTO_THE_SYSTEM = Set.of(
            "repair.FileAttributes",
            "repair.SystemWriter",
            "session.Durable",
            "session.ExactCopy",
            "session.JournalRun");

    // Blocks, after the guards of fsck and of a new disk, and the boot area of a disk that is locked.
    private static final Set<String> BLOCKS =
            Set.of("repair.BootArea", "repair.fsck.DeviceImage", "repair.fsck.UndoLog", "repair.raid.SavedEnds");

    // State of the rescue system, all of it in memory.
    private static final Set<String> OF_THE_RESCUE = Set.of(
            "Wiring",
            "layers.OpenedLayers",
            "leave.KexecTools",
            "mount.ApiFilesystems",
            "mount.Confinement",
            "mount.DeviceReader",
            "mount.JournalReplay",
            "mount.LastBlocks",
            "mount.LookSpace",
            "mount.MountDirectory",
            "mount.MountRecords",
            "mount.NameServers",
            "mount.RehearsalSpace",
            "mount.Scratch",
            "mount.Takedown",
            "mount.ThrowAwayOverlay",
            "mount.WorkSpace",
            "repair.CopiedDatabases",
            "session.DiskLocks",
            "session.Job",
            "session.JobLog",
            "session.Jobs",
            "session.ReportFile",
            "session.SessionLog",
            "ui.console.ConsoleReader");

    private static final Set<String> READING = Set.of(
            "exists",
            "find",
            "getAttribute",
            "getFileAttributeView",
            "getFileStore",
            "getLastModifiedTime",
            "getOwner",
            "getPosixFilePermissions",
            "isDirectory",
            "isExecutable",
            "isReadable",
            "isRegularFile",
            "isSameFile",
            "isSymbolicLink",
            "isWritable",
            "lines",
            "list",
            "mismatch",
            "newBufferedReader",
            "newDirectoryStream",
            "newInputStream",
            "notExists",
            "probeContentType",
            "readAllBytes",
            "readAllLines",
            "readAttributes",
            "readString",
            "readSymbolicLink",
            "size",
            "walk",
            "walkFileTree");

    @Test
    void onlyTheseClassesCallWhatCanWriteAFile() {
        noClasses()
                .that(arePartOfNone())
                .should()
                .callMethodWhere(writesThroughFiles())
                .orShould()
                .callMethodWhere(is("opens a channel", call -> isOf(call, FileChannel.class, "open")))
                .orShould()
                .callMethodWhere(is(
                        "changes a directory",
                        call -> isOf(call, SecureDirectoryStream.class, "move")
                                || isOf(call, SecureDirectoryStream.class, "deleteFile")
                                || isOf(call, SecureDirectoryStream.class, "deleteDirectory")))
                .orShould()
                .callMethodWhere(is(
                        "sets attributes",
                        call -> call.getTargetOwner().isAssignableTo(FileAttributeView.class)
                                && call.getName().startsWith("set")))
                .orShould()
                .dependOnClassesThat(assignableTo(FileOutputStream.class)
                        .or(assignableTo(FileWriter.class))
                        .or(assignableTo(RandomAccessFile.class)))
                .check(CODE);
    }

    @Test
    void theListNamesNobodyWhoIsNotThere() {
        assertThat(Stream.of(INTO_THE_SYSTEM, BLOCKS, OF_THE_RESCUE)
                        .flatMap(Set::stream)
                        .filter(name -> !CODE.contain(ROOT + name))
                        .toList())
                .isEmpty();
    }

    @Test
    void aSystemIsWrittenOnlyThroughATargetWhoseDisksAreLocked() {
        assertThat(callersOfConstructor(SystemWriter.class)).containsExactly(RepairTarget.class.getName());
        assertThat(callersOfConstructor(RepairTarget.class)).containsExactly(TargetAccess.class.getName());
        assertThat(CODE.get(TargetAccess.class).getDirectDependenciesFromSelf().stream()
                        .map(it -> it.getTargetClass().getName()))
                .contains(DiskLocks.class.getName());
    }

    private static Set<String> callersOfConstructor(Class<?> type) {
        return CODE.get(type).getConstructors().stream()
                .flatMap(it -> it.getAccessesToSelf().stream())
                .map(JavaAccess::getOriginOwner)
                .map(JavaClass::getName)
                .filter(name -> !name.equals(type.getName()))
                .collect(Collectors.toSet());
    }

    private static DescribedPredicate<JavaClass> arePartOfNone() {
        return describe(
                "are none of the writers",
                it -> Stream.of(INTO_THE_SYSTEM, BLOCKS, OF_THE_RESCUE)
                        .flatMap(Set::stream)
                        .map(name -> ROOT + name)
                        .noneMatch(name ->
                                it.getName().equals(name) || it.getName().startsWith(name + "$")));
    }

    // Whatever a later Java adds to Files counts as writing until it is known.
    private static DescribedPredicate<JavaCall<?>> writesThroughFiles() {
        return is(
                "writes through Files",
                call -> call.getTargetOwner().isEquivalentTo(Files.class) && !READING.contains(call.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> is(
            String what, java.util.function.Predicate<JavaCall<?>> predicate) {
        return describe(what, predicate);
    }

    private static boolean isOf(JavaCall<?> call, Class<?> owner, String name) {
        return call.getTargetOwner().isAssignableTo(owner) && call.getName().equals(name);
    }
}
