package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Door 1: the only caller of mount(8) and umount(8). The type is always given, no helper program runs, no path is looked
 * up in the rescue system's own fstab.
 */
final class Mounter {

    // mount(8): 1 wrong call or not permitted, 2 system error, 32 the kernel refused.
    private static final Integer[] REFUSALS = {0, 1, 2, 32};

    // A disk with a full cache and many waiting writes takes its time, and a journal is replayed by mounting.
    private static final Duration TIME_TO_WRITE = Duration.ofMinutes(10);

    private final Runner runner;

    Mounter(Runner runner) {
        this.runner = runner;
    }

    /** Mounts a filesystem of a disk. */
    void mount(Path source, Path at, MountableType type, List<String> options) {
        call(source.toString(), at, type.word(), options);
    }

    /** Mounts a filesystem that the kernel makes up: tmpfs, proc, sysfs, devpts. */
    void mountVirtual(String type, Path at, List<String> options) {
        call("rescuekit", at, type, options);
    }

    /** Shows a directory or file at a second place, with the options of the mount it is in. */
    void bind(Path from, Path at) {
        check(
                runner.run(Command.of(
                                "mount",
                                "--no-mtab",
                                "--no-canonicalize",
                                "--bind",
                                "--",
                                from.toString(),
                                at.toString())
                        .accepting(REFUSALS)),
                from + " could not be bound to " + at);
    }

    /** Changes what may be done through a bind mount, and nothing about the filesystem behind it. */
    void restrictBind(Path at, List<String> options) {
        check(
                runner.run(Command.of(
                                "mount",
                                "--no-mtab",
                                "--options",
                                "remount,bind," + String.join(",", options),
                                "--",
                                at.toString())
                        .accepting(REFUSALS)),
                "the options of " + at + " could not be changed");
    }

    void remountReadOnly(Path at) {
        check(
                runner.run(Command.of("mount", "--no-mtab", "--options", "remount,ro", "--", at.toString())
                        .accepting(REFUSALS)),
                at + " could not be made read-only");
    }

    /** Writes what a filesystem still has in memory. */
    void sync(Path at) {
        runner.run(Command.of("sync", "--file-system", at.toString()).within(TIME_TO_WRITE));
    }

    /** Takes mounts down in the order given. */
    void unmount(List<Path> mountPoints) {
        if (mountPoints.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("--no-mtab", "--no-canonicalize", "--"));
        mountPoints.forEach(it -> words.add(it.toString()));
        check(
                runner.run(Command.of("umount", words).within(TIME_TO_WRITE).accepting(REFUSALS)),
                "not everything could be unmounted");
    }

    private void call(String source, Path at, String type, List<String> options) {
        Result result = runner.run(Command.of(
                        "mount",
                        "--no-mtab",
                        "--no-canonicalize",
                        "--internal-only",
                        "--types",
                        type,
                        "--options",
                        String.join(",", options),
                        "--",
                        source,
                        at.toString())
                .within(TIME_TO_WRITE)
                .accepting(REFUSALS));
        check(result, source + " could not be mounted as " + type);
    }

    private static void check(Result result, String failure) {
        if (result.exitCode() != 0) {
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    failure + ": " + reason(result),
                    "see 'dmesg' for what the kernel says about it");
        }
    }

    // "mount: /mnt: unknown filesystem type 'vfat'." and a hint at dmesg(1) on the next line.
    private static String reason(Result result) {
        return result.err()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(Mounter::withoutProgramName)
                .orElse("code " + result.exitCode());
    }

    private static String withoutProgramName(String line) {
        String text = line.replaceFirst("^u?mount: ", "");
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
