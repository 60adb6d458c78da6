package io.github.rescuekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JobEvent.Kind;
import io.github.rescuekit.session.JobState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

    @TempDir
    private Path directory;

    private Jobs jobs;

    @BeforeEach
    void prepare() {
        jobs = TestJobs.ofNobody(directory.resolve("jobs"));
    }

    @Test
    void hasNoneBeforeTheFirst() {
        assertThat(jobs.all()).isEmpty();
        assertThatThrownBy(() -> jobs.job("1"))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void numbersThemAndKeepsTheirOrdersForRootAlone() throws IOException {
        jobs.begin(TestJobs.order("fsck", "/dev/sda2"));
        Job second = jobs.begin(TestJobs.order("test", "memory", "--size", "1G"));

        assertThat(second.id()).isEqualTo(2);
        assertThat(jobs.job("2").order()).isEqualTo(second.order());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("jobs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void takesTheNextNumberWhenAnotherWasQuicker() throws IOException {
        Files.createDirectories(directory.resolve("jobs/1"));

        assertThat(jobs.begin(TestJobs.order("fsck")).id()).isEqualTo(2);
        assertThat(jobs.all()).as("a folder without an order is no job").hasSize(1);
    }

    @Test
    void waitsForTheOrderThatIsStillOnItsWay() {
        CompletableFuture<Job> process = new CompletableFuture<>();
        Jobs starting = TestJobs.doneBy(directory.resolve("jobs"), process::complete);

        starting.begin(TestJobs.order("test", "cpu"));

        assertThat(process.join().order().words()).containsExactly("test", "cpu");
    }

    @Test
    void tellsHowFarAJobHasCome() {
        Job job = jobs.begin(TestJobs.order("test", "cpu"));
        JobLog log = job.log();
        log.tell(Kind.PROGRESS, "40 %");

        assertThat(job.state().phase()).isEqualTo(Phase.RUNNING);
        assertThat(job.state().last()).isEqualTo("40 %");

        log.ended(ExitCode.PROBLEMS_FOUND);

        assertThat(job.state().phase()).isEqualTo(Phase.ENDED);
        assertThat(job.state().code()).contains(ExitCode.PROBLEMS_FOUND);
        assertThat(jobs.running()).isEmpty();
    }

    @Test
    void waitsWithItsQuestionForTheFirstAnswer() {
        Job job = jobs.begin(TestJobs.order("fsck"));
        JobLog log = job.log();
        CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> ask(log));
        while (job.state().phase() != Phase.WAITING) {
            Thread.onSpinWait();
        }

        assertThat(job.state().last()).isEqualTo("Go on?");
        assertThat(job.answer("yes")).isTrue();
        assertThat(job.answer("no")).as("the second answer").isFalse();
        assertThat(heard.join()).isEqualTo("yes");
        assertThat(job.events()).last().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.ANSWERED);
            assertThat(it.text()).as("it may be a secret").isEmpty();
        });
    }

    @Test
    void knowsThatAJobDied() {
        Job job = jobs.begin(TestJobs.order("fsck"));
        TestJobs.dead(directory.resolve("jobs"), job);

        assertThat(job.state().phase()).isEqualTo(Phase.DIED);
    }

    @Test
    void takesNoOtherProcessOfTheSameIdForTheJob() throws IOException {
        Job job = jobs.begin(TestJobs.order("fsck"));
        begun(job, ProcessHandle.current().pid() + " 1");

        assertThat(job.state().phase()).isEqualTo(Phase.DIED);
        // It would end this process.
        job.cancel();
    }

    @Test
    void readsPastALineThatAFullFilesystemCutOff() throws IOException {
        Job job = jobs.begin(TestJobs.order("fsck"));
        JobLog log = job.log();
        Files.writeString(directory.resolve("jobs/1/log"), "{\"at\":\"2026-\n", StandardOpenOption.APPEND);
        log.ended(ExitCode.DONE);

        assertThat(job.state().code()).contains(ExitCode.DONE);
    }

    @Test
    void showsALineOnlyWhenItIsWhole() throws IOException {
        Job job = jobs.begin(TestJobs.order("fsck"));
        Job.Tail tail = job.tail();
        String line = JobEvent.of(Kind.OUT, "gr\u00fcn").toJson();
        write(job, line.substring(0, line.length() - 3));
        assertThat(tail.next()).isEmpty();

        write(job, line.substring(line.length() - 3) + "\n");

        assertThat(tail.next()).singleElement().extracting(JobEvent::text).isEqualTo("gr\u00fcn");
        assertThat(tail.next()).isEmpty();
    }

    private void begun(Job job, String mark) throws IOException {
        write(job, new JobEvent(Instant.now(), Kind.BEGUN, mark).toJson() + "\n");
    }

    private void write(Job job, String text) throws IOException {
        Files.writeString(directory.resolve("jobs/" + job.id() + "/log"), text, StandardOpenOption.APPEND);
    }

    private static String ask(JobLog log) {
        try {
            return log.ask("Go on?");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
