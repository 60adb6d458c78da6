package io.github.rescuekit.session;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Detacher;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The jobs of this rescue session, kept in {@code /run} until the next boot. */
public final class Jobs {

    private static final String NUMBER = "[1-9]\\d{0,8}";
    // Whoever starts a job writes its order next; a slow disk may stand between.
    private static final Duration LONGEST_ORDER = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Path directory;
    private final Detacher detacher;
    private final IntFunction<Command> work;

    /**
     * Knows the jobs in a directory.
     *
     * @param work the program that does the job of that number, through {@link Job#log}
     */
    public Jobs(Path directory, Detacher detacher, IntFunction<Command> work) {
        this.directory = directory;
        this.detacher = detacher;
        this.work = work;
    }

    /** {@code /run/rescuekit/jobs}, or below {@code RESCUEKIT_RUN} where tests must not meet each other. */
    public static Path defaultDirectory(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("RESCUEKIT_RUN", "/run/rescuekit"), "jobs");
    }

    /** All of them, the oldest first. */
    public List<Job> all() {
        List<Job> jobs = new ArrayList<>();
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(directory)) {
            homes.forEach(home -> open(home).ifPresent(jobs::add));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the jobs in " + directory + " could not be read: " + Journal.reason(e),
                            "see 'ls -l " + directory + "'")
                    .causedBy(e);
        }
        jobs.sort(Comparator.comparing(Job::id));
        return List.copyOf(jobs);
    }

    public List<Job> running() {
        return all().stream().filter(it -> !it.state().isOver()).toList();
    }

    /** The job of that number. */
    public Job job(String number) {
        return all().stream()
                .filter(it -> String.valueOf(it.id()).equals(number))
                .findFirst()
                .orElseThrow(() ->
                        RescueException.usage("there is no job '" + number + "'", "see 'rescuekit jobs' for all jobs"));
    }

    /**
     * The job of that number, for the process that does it: its order may still be on its way.
     *
     * @throws RescueException when none comes
     */
    public Job ordered(String number) {
        long deadline = System.nanoTime() + LONGEST_ORDER.toNanos();
        Optional<Job> job = open(directory.resolve(number));
        while (job.isEmpty() && System.nanoTime() - deadline < 0) {
            pause();
            job = open(directory.resolve(number));
        }
        return job.orElseGet(() -> job(number));
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            throw new RescueException(ExitCode.INTERRUPTED, "the job was ended before it began", "start it again")
                    .causedBy(e);
        }
    }

    /** Starts the work in a process of its own, which ends neither with this one nor with its terminal. */
    public Job begin(JobOrder order) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path home = makeHome(lastId() + 1);
            Durable.writeNew(home.resolve(JobLog.NAME), new byte[0]);
            int id = Integer.parseInt(String.valueOf(home.getFileName()));
            // Its process first: if this one is killed before it gives the order, there never was a job.
            detacher.detach(work.apply(id), home.resolve(Job.OUTPUT));
            Durable.writeNew(home.resolve(Job.ORDER), order.toJson().getBytes(StandardCharsets.UTF_8));
            return open(home).orElseThrow();
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the job could not be started in " + directory + ": " + Journal.reason(e),
                            "make room in /run, or point RESCUEKIT_RUN to another directory; nothing was done")
                    .causedBy(e);
        }
    }

    // Another Rescuekit can take a number in the same moment.
    private Path makeHome(int id) throws IOException {
        Path home = directory.resolve(String.valueOf(id));
        try {
            Durable.makeDirectory(home);
            return home;
        } catch (FileAlreadyExistsException e) {
            return makeHome(id + 1);
        }
    }

    private int lastId() {
        return all().stream().mapToInt(Job::id).max().orElse(0);
    }

    private static Optional<Job> open(Path home) {
        String name = String.valueOf(home.getFileName());
        if (!name.matches(NUMBER)) {
            return Optional.empty();
        }
        try {
            JobOrder order = JobOrder.parse(Files.readString(home.resolve(Job.ORDER), StandardCharsets.UTF_8));
            return Optional.of(new Job(Integer.parseInt(name), home, order));
        } catch (IOException | RuntimeException e) {
            // Its starter was killed before the order was written: it never was a job.
            return Optional.empty();
        }
    }
}
