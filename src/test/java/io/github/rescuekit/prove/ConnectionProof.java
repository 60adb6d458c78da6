package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobState;
import io.github.rescuekit.session.JobState.Phase;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.TestJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Promise 10: a dropped connection never stops or harms a job. A repair of a damaged filesystem is started on a terminal
 * that is taken away at a random moment; whoever returns to it loses that terminal too, again and again.
 */
final class ConnectionProof implements Proof {

    private static final int RETURNS = 5;
    private static final Duration LONGEST_JOB = Duration.ofMinutes(2);
    private static final String CONTENT = "kept\n".repeat(5000);

    @Override
    public Reach reach() {
        return Reach.OWN_DISKS;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        Path damaged = damaged(directory);
        int cuts = size == Size.FULL ? 1000 : 24;
        IntStream.rangeClosed(1, (cuts + RETURNS) / (RETURNS + 1)).parallel().forEach(round -> {
            try {
                Path image = LoopImage.copy(damaged, "round-" + round);
                try (LoopImage disk = LoopImage.attach(image)) {
                    round(directory.resolve("run-" + round), disk, "round " + round + " ", tally);
                }
                Files.delete(image);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        seesADeadJob(damaged, directory, tally);
        tally.requireAtLeast("cuts", cuts);
        tally.requireAtLeast("jobs that went on", cuts / (RETURNS + 1) / 2);
    }

    private static void round(Path run, LoopImage disk, String name, Tally tally) throws IOException {
        Random random = new Random(name.hashCode());
        Jobs jobs = TestJobs.ofNobody(run.resolve("jobs"));
        String before = disk.sha256();
        // In the first moment there is no job yet.
        cut(run, "fsck " + disk.device() + " --yes", random.nextBoolean(), 150 + random.nextInt(1500), tally);
        for (int i = 0; i < RETURNS; i++) {
            cut(run, "attach 1", random.nextBoolean(), random.nextInt(900), tally);
        }
        if (jobs.all().isEmpty()) {
            tally.count("cuts before the job began");
            if (!disk.sha256().equals(before)) {
                tally.broken(name + "changed the disk without a job");
            }
            return;
        }
        tally.count("jobs that went on");
        JobState end = end(jobs.job("1"));
        if (!end.code().equals(Optional.of(ExitCode.DONE))) {
            tally.broken(name + "ended as " + end);
        }
        judge(disk, name, tally);
    }

    /** A terminal with the program on it, taken away: the one half by a lost line, the other without any word. */
    private static void cut(Path run, String words, boolean onTerminal, int milliseconds, Tally tally) {
        String seconds = String.format(Locale.ROOT, "%.3f", milliseconds / 1000.0);
        if (onTerminal) {
            onTerminal(seconds, run, words);
        } else {
            withoutTerminal(seconds, run, words);
        }
        tally.count("cuts");
    }

    private static void onTerminal(String seconds, Path run, String words) {
        LoopImage.tryRun(
                "timeout", "--signal=KILL", seconds, "script", "--quiet", "--command", line(run, words), "/dev/null");
    }

    private static void withoutTerminal(String seconds, Path run, String words) {
        LoopImage.tryRun("timeout", "--signal=KILL", seconds, "bash", "-c", "exec " + line(run, words));
    }

    private static String line(Path run, String words) {
        return "env RESCUEKIT_RUN=" + run + " " + Bundle.PROGRAM + " " + words;
    }

    private static JobState end(Job job) {
        long deadline = System.nanoTime() + LONGEST_JOB.toNanos();
        JobState state = job.state();
        while (!state.isOver() && System.nanoTime() - deadline < 0) {
            pause();
            state = job.state();
        }
        return state;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void judge(LoopImage disk, String name, Tally tally) {
        int code = LoopImage.tryRun("e2fsck", "-fn", disk.device()).exitCode();
        if (code != 0) {
            tally.broken(name + "left a filesystem that e2fsck ends with " + code + " on");
            return;
        }
        for (int i = 0; i < 20; i++) {
            // Not by mounting it: the other rounds open namespaces, and what is mounted then stays alive in them.
            String content = LoopImage.run("debugfs", "-R", "cat /file-" + i, disk.device());
            if (!content.equals(CONTENT)) {
                tally.broken(name + "lost the content of file-" + i);
            }
        }
    }

    // A job that is killed itself must not pass for one that goes on.
    private static void seesADeadJob(Path damaged, Path directory, Tally tally) throws IOException {
        Path run = directory.resolve("run-control");
        Jobs jobs = TestJobs.ofNobody(run.resolve("jobs"));
        try (LoopImage disk = LoopImage.attach(LoopImage.copy(damaged, "control"))) {
            onTerminal("10", run, "fsck " + disk.device());
            Job job = jobs.job("1");
            JobState before = job.state();
            String pid = job.events().get(0).text().split(" ", -1)[0];
            LoopImage.run("kill", "-KILL", pid);
            tally.count("controls");
            if (before.phase() != Phase.WAITING || end(job).phase() != Phase.DIED) {
                tally.broken(
                        "the control, a job that waited and was killed, counts as " + before + " and " + job.state());
            }
        }
    }

    private static Path damaged(Path directory) throws IOException {
        Path image = LoopImage.formatted(directory, "ext4", 512);
        LoopImage.mounted(image, "ext4", root -> {
            for (int i = 0; i < 20; i++) {
                Files.writeString(root.resolve("file-" + i), CONTENT);
            }
        });
        for (String file : List.of("file-1", "file-2", "file-3")) {
            LoopImage.run("debugfs", "-w", "-R", "sif /" + file + " links_count 7", image.toString());
        }
        return image;
    }
}
