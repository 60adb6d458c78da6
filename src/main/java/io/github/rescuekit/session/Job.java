package io.github.rescuekit.session;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JobEvent.Kind;
import io.github.rescuekit.session.JobState.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Work that outlives the terminal it was started from. Everything about it is in its folder, for whoever attaches. */
public final class Job {

    static final String ORDER = "order.json";
    static final String OUTPUT = "output";
    private static final String CANCELLED = "cancelled";
    // As long as a slow machine needs to start a Java program.
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final int id;
    private final Path home;
    private final JobOrder order;
    private Optional<ProcessMark> process = Optional.empty();

    Job(int id, Path home, JobOrder order) {
        this.id = id;
        this.home = home;
        this.order = order;
    }

    public int id() {
        return id;
    }

    public JobOrder order() {
        return order;
    }

    /** Where the process wrote what was not meant for the operator. */
    public Path output() {
        return home.resolve(OUTPUT);
    }

    /** For the process that does the work. */
    public JobLog log() {
        JobLog log = new JobLog(home);
        log.begun();
        return log;
    }

    /** Everything that it told so far. */
    public List<JobEvent> events() {
        return tail().next();
    }

    public Tail tail() {
        return new Tail(home.resolve(JobLog.NAME));
    }

    public JobState state() {
        // Asked first: what it told before it died must not be missed.
        boolean alive = isAlive();
        List<JobEvent> events = events();
        Optional<JobEvent> last = events.stream().reduce((first, second) -> second);
        Optional<JobEvent> ended = last.filter(it -> it.kind() == Kind.ENDED);
        if (ended.isPresent()) {
            return new JobState(Phase.ENDED, "", ended.flatMap(Job::code), ended.map(JobEvent::at));
        }
        String told = events.stream()
                .filter(it -> it.kind() == Kind.PROGRESS || it.kind() == Kind.QUESTION)
                .reduce((first, second) -> second)
                .map(JobEvent::text)
                .orElse("");
        boolean waiting = last.filter(it -> it.kind() == Kind.QUESTION).isPresent();
        return new JobState(
                alive ? waiting ? Phase.WAITING : Phase.RUNNING : Phase.DIED, told, Optional.empty(), Optional.empty());
    }

    /** How a job ended that tells so. */
    public static Optional<ExitCode> code(JobEvent ended) {
        return Stream.of(ExitCode.values())
                .filter(it -> String.valueOf(it.number()).equals(ended.text()))
                .findFirst();
    }

    /** True while its process lives, or can still be on its way. */
    public boolean isAlive() {
        return process()
                .map(ProcessMark::isAlive)
                .orElseGet(() -> Instant.now().isBefore(order.since().plus(LONGEST_START)));
    }

    private synchronized Optional<ProcessMark> process() {
        if (process.isEmpty()) {
            process = events().stream()
                    .filter(it -> it.kind() == Kind.BEGUN)
                    .findFirst()
                    .flatMap(it -> ProcessMark.parse(it.text()));
        }
        return process;
    }

    /** Asks its process to end in order, also one that is still on its way; how it ends, its log tells. */
    public void cancel() {
        try {
            Files.write(home.resolve(CANCELLED), new byte[0]);
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "job " + id + " could not be told to end: " + Journal.reason(e),
                            "make room in " + home + ", then 'rescuekit cancel " + id + "'")
                    .causedBy(e);
        }
        process().ifPresent(ProcessMark::terminate);
    }

    /** For the process that does the work, after {@link #log}: it was asked to end before it could be found. */
    public boolean isCancelled() {
        return Files.exists(home.resolve(CANCELLED));
    }

    public boolean isOfThisProcess() {
        return process().filter(it -> it.pid() == ProcessHandle.current().pid()).isPresent();
    }

    /**
     * Answers the question that it waits with.
     *
     * @return false when somebody else was quicker
     */
    public boolean answer(String text) {
        long questions =
                events().stream().filter(it -> it.kind() == Kind.QUESTION).count();
        Path answer = home.resolve(JobLog.answerName((int) questions));
        Path draft = home.resolve("draft-" + ProcessHandle.current().pid());
        try {
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            // A link appears whole, and never in the place of another.
            Files.createLink(answer, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the answer could not be left for job " + id + ": " + Journal.reason(e),
                            "make room in " + home + ", then 'rescuekit attach " + id + "'")
                    .causedBy(e);
        } finally {
            delete(draft);
        }
    }

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            System.getLogger(Job.class.getName()).log(System.Logger.Level.DEBUG, "draft stays", e);
        }
    }

    /** Reads a log while it grows. */
    public static final class Tail {

        private final Path log;
        private long read;

        private Tail(Path log) {
            this.log = log;
        }

        /** What was told since the last call. */
        public List<JobEvent> next() {
            List<JobEvent> events = new ArrayList<>();
            String text = new String(grown(), StandardCharsets.UTF_8);
            text.lines().forEach(line -> JobEvent.parse(line).ifPresent(events::add));
            return events;
        }

        // Whole lines only: the last one may still be written.
        private byte[] grown() {
            try (InputStream in = Files.newInputStream(log)) {
                in.skipNBytes(read);
                byte[] bytes = in.readAllBytes();
                int whole = bytes.length;
                while (whole > 0 && bytes[whole - 1] != '\n') {
                    whole--;
                }
                read += whole;
                return Arrays.copyOf(bytes, whole);
            } catch (IOException e) {
                throw new RescueException(
                                ExitCode.TOOL_FAILED,
                                "the log of the job could not be read: " + e.getMessage(),
                                "see 'rescuekit jobs'")
                        .causedBy(e);
            }
        }
    }
}
