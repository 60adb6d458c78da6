package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.repair.CrashChild;
import io.github.rescuekit.repair.CrashEdit;
import io.github.rescuekit.repair.CrashScene;
import io.github.rescuekit.repair.CrashTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes an edit in a process of its own, a thousand times: with an archive of its classes, which a virtual machine
 * takes from jars alone, it starts in a third of the time.
 */
record EditProgram(List<String> java, String classes) {

    private static final String ARCHIVE = "edit.jsa";

    static EditProgram in(Path directory) throws IOException {
        CrashScene model = CrashScene.model(
                CrashEdit.EVERY_STEP,
                new CrashTarget(Files.createDirectory(directory.resolve("rehearsed-model")), false));
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(":", -1))
                .map(Path::of)
                .toList();
        String classes = classPath.stream()
                .map(it -> Files.isDirectory(it) ? jar(it, directory) : it)
                .map(Path::toString)
                .collect(Collectors.joining(":"));
        Path archive = directory.resolve(ARCHIVE);
        CrashTarget target = new CrashTarget(Files.createDirectory(directory.resolve("rehearsed")), false);
        CrashScene.lay(target, model);
        List<String> dump = new EditProgram(List.of("-XX:ArchiveClassesAtExit=" + archive), classes)
                .words(CrashEdit.EVERY_STEP, target);
        LoopImage.run(dump.get(0), dump.subList(1, dump.size()).toArray(String[]::new));
        return new EditProgram(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on"), classes);
    }

    List<String> words(CrashEdit edit, CrashTarget target) {
        List<String> words = new ArrayList<>(List.of(home() + "/bin/java"));
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        words.addAll(java);
        words.addAll(List.of("-cp", classes, CrashChild.class.getName()));
        words.addAll(List.of(edit.name(), target.root().toString()));
        return words;
    }

    // One for each directory: both have a package-info of the same package, and a jar takes no name twice.
    private static Path jar(Path classes, Path directory) {
        Path jar = directory.resolve(classes.getFileName() + ".jar");
        LoopImage.run(
                home() + "/bin/jar",
                "--create",
                "--no-compress",
                "--file",
                jar.toString(),
                "-C",
                classes.toString(),
                ".");
        return jar;
    }

    private static String home() {
        return System.getProperty("java.home");
    }
}
