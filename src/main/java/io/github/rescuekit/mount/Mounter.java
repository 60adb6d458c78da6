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

    /** What it starts. */
    static final List<String> PROGRAMS = List.of("mount", "umount");

    // mount(8): 1 wrong call or not permitted, 2 system error, 32 the kernel refused.
    // umount(8) tells it with the C library's words for EBUSY, in the C locale.
    private static final String BUSY = "target is busy";
    private static final Integer[] REFUSALS = {0, 1, 2, 32};

    // A disk with a full cache and many waiting writes takes its time, and a journal is replayed by mounting.
    private static final Duration TIME_TO_WRITE = Duration.ofMinutes(10);

    // Stands in the mount table where a device has its name.
    private static final String OURS = "rescuekit";

    // "wrong fs type, bad option, bad superblock on /dev/loop2, missing codepage or helper program, or other error."
    private static final String EVERYTHING = "bad superblock";

    private final Runner runner;

    Mounter(Runner runner) {
        this.runner = runner;
    }

    /**
     * Mounts a filesystem of a disk.
     *
     * @param source the device, or what stands for it
     * @param device its name for messages
     */
    void mount(Path source, String device, Path at, MountableType type, List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.addAll(type.sparingTheKernel());
        call(source.toString(), device, at, type.word(), all);
    }

    /** Mounts a filesystem that the kernel makes up: tmpfs, proc, sysfs, devpts. */
    void mountVirtual(String type, Path at, List<String> options) {
        call(OURS, "it", at, type, options);
    }

    /** Shows a directory or file at a second place, with the options of the mount it is in. */
    void bind(Path from, Path at) {
        bind("--bind", from, at);
    }

    /** Shows a directory at a second place, with all that is mounted below it. */
    void bindTree(Path from, Path at) {
        bind("--rbind", from, at);
    }

    /** Changes what may be done at one mount point, and nothing about the filesystem behind it. */
    void restrict(Path at, List<String> options) {
        remount(at, "bind," + String.join(",", options));
    }

    /** Ends writing to the filesystem itself. */
    void remountReadOnly(Path at) {
        remount(at, "ro");
    }

    // With a source, though it means nothing here, mount(8) does not add options from the rescue system's fstab.
    private void remount(Path at, String options) {
        check(
                runner.run(Command.of(
                                "mount",
                                "--no-mtab",
                                "--no-canonicalize",
                                "--options",
                                "remount," + options,
                                "--",
                                OURS,
                                at.toString())
                        .within(TIME_TO_WRITE)
                        .accepting(REFUSALS)),
                "the options of " + at + " could not be changed");
    }

    /** Writes what a filesystem still has in memory. */
    void sync(Path at) {
        runner.run(Command.of("sync", "--file-system", at.toString()).within(TIME_TO_WRITE));
    }

    /** Takes mounts down in the order given. */
    void unmount(List<Path> mountPoints) {
        if (!mountPoints.isEmpty()) {
            check(callUmount(mountPoints), "not everything could be unmounted");
        }
    }

    /** Takes one mount down; false when something still uses it. */
    boolean unmountUnlessBusy(Path mountPoint) {
        Result result = callUmount(List.of(mountPoint));
        if (result.err().contains(BUSY)) {
            return false;
        }
        check(result, mountPoint + " could not be unmounted");
        return true;
    }

    private Result callUmount(List<Path> mountPoints) {
        List<String> words = new ArrayList<>(List.of("--no-mtab", "--no-canonicalize", "--"));
        mountPoints.forEach(it -> words.add(it.toString()));
        return runner.run(Command.of("umount", words).within(TIME_TO_WRITE).accepting(REFUSALS));
    }

    private void bind(String how, Path from, Path at) {
        check(
                runner.run(
                        Command.of("mount", "--no-mtab", "--no-canonicalize", how, "--", from.toString(), at.toString())
                                .accepting(REFUSALS)),
                from + " could not be bound to " + at);
    }

    private void call(String source, String device, Path at, String type, List<String> options) {
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
        check(result, device + " could not be mounted as " + type);
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
                .map(Mounter::shortened)
                .orElse("code " + result.exitCode());
    }

    private static String shortened(String line) {
        if (line.contains(EVERYTHING)) {
            return "the kernel finds it damaged, or of another kind";
        }
        String text = line.replaceFirst("^u?mount: (/[^:]*: )?", "");
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
