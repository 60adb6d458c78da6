package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobEvent.Kind;
import io.github.rescuekit.session.JobLog;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.TestJobs;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkits;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long verbs, and the verbs that look after them; a thread stands for the process of a job. */
class JobVerbsTest {

    @TempDir
    private Path directory;

    private final SilentOperator operator = new SilentOperator();

    @Test
    void showsWhatAJobTellsAndEndsAsItEnds() {
        Jobs jobs = TestJobs.doneBy(directory, job -> {
            JobLog log = job.log();
            log.tell(Kind.OUT, "one\n");
            log.tell(Kind.ERR, "a notice\n");
            log.tell(Kind.OUT, "two\n");
            log.ended(ExitCode.REFUSED);
        });

        assertThat(run(jobs, operator, "fsck", "/dev/sda2")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).isEqualTo("one\ntwo\n");
        assertThat(operator.err.toString()).isEqualTo("a notice\n");
    }

    @Test
    void handsTheWholeLineToTheJob() {
        AtomicInteger seen = new AtomicInteger();
        Jobs jobs = TestJobs.doneBy(directory, job -> {
            seen.set(job.order().words().size());
            job.log().ended(ExitCode.DONE);
        });

        run(jobs, operator, "test", "memory", "--size", "1G", "--json");

        assertThat(seen).hasValue(5);
    }

    @Test
    void startsNoJobForAWrongLine() {
        Jobs jobs = TestJobs.ofNobody(directory.resolve("jobs"));

        assertThat(run(jobs, operator, "fsck", "--no-such-option")).isEqualTo(ExitCode.USAGE);
        assertThat(jobs.all()).isEmpty();
    }

    @Test
    void passesTheAnswerToItsQuestionOn() {
        Jobs jobs = TestJobs.doneBy(directory, job -> endAsAnswered(job, job.log()));

        assertThat(run(jobs, new Person(operator, "yes"), "fsck", "/dev/sda2")).isEqualTo(ExitCode.DONE);
        assertThat(run(jobs, new Person(operator, "no"), "fsck", "/dev/sda2")).isEqualTo(ExitCode.PROBLEMS_FOUND);
    }

    @Test
    void leavesTheQuestionOpenWhenTheTerminalIsLost() {
        Jobs jobs = TestJobs.doneBy(directory, job -> endAsAnswered(job, job.log()));

        assertThat(run(jobs, Person.gone(operator), "fsck", "/dev/sda2")).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(operator.err.toString()).contains("job 1 (fsck /dev/sda2) goes on without you", "attach 1");

        assertThat(run(jobs, operator, "jobs")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).contains("1   fsck /dev/sda2  waits for an answer", "    Go on?\n");
        assertThat(run(jobs, new Person(operator, "yes"), "attach")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void leavesAJobOnCtrlCAtItsVisitor() {
        Jobs jobs = TestJobs.doneBy(directory, Job::log);
        jobs.begin(TestJobs.order("test", "memory"));

        Thread.currentThread().interrupt();

        assertThat(run(jobs, operator, "attach", "1")).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(operator.err.toString()).contains("job 1 (test memory) goes on without you");
        assertThat(jobs.running()).hasSize(1);
    }

    @Test
    void saysThatAJobDied() {
        Jobs jobs = TestJobs.ofNobody(directory);
        TestJobs.dead(directory, jobs.begin(TestJobs.order("fsck", "/dev/sda2")));

        assertThat(run(jobs, operator, "attach", "1")).isEqualTo(ExitCode.TOOL_FAILED);
        assertThat(operator.err.toString()).contains("job 1 (fsck /dev/sda2) died before it could tell how it ended");
        assertThat(run(jobs, operator, "cancel", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString()).contains("job 1 has ended already");
    }

    @Test
    void tellsProgramsHowAJobEnded() {
        Jobs jobs = TestJobs.doneBy(directory, job -> job.log().ended(ExitCode.REFUSED));
        run(jobs, operator, "fsck", "/dev/sda2");

        assertThat(run(jobs, operator, "jobs", "--json")).isEqualTo(ExitCode.DONE);

        JsonObject job = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result")
                .getAsJsonArray("jobs")
                .get(0)
                .getAsJsonObject();
        assertThat(job.get("phase").getAsString()).isEqualTo("ended");
        assertThat(job.get("exitCode").getAsInt()).isEqualTo(4);
        assertThat(job.get("by").getAsString()).isEqualTo("a test");
    }

    @Test
    void asksWhichJobWhenSeveralRun() {
        Jobs jobs = TestJobs.ofNobody(directory);
        assertThat(run(jobs, operator, "attach")).isEqualTo(ExitCode.USAGE);

        jobs.begin(TestJobs.order("fsck", "/dev/sda2"));
        jobs.begin(TestJobs.order("test", "all"));

        assertThat(run(jobs, operator, "attach")).isEqualTo(ExitCode.PERSON_NEEDED);
        assertThat(run(jobs, operator, "attach", "7")).isEqualTo(ExitCode.USAGE);
        assertThat(run(jobs, operator, "cancel", "x")).isEqualTo(ExitCode.USAGE);
    }

    private static void endAsAnswered(Job job, JobLog log) {
        try {
            log.ended(log.ask("Go on?").equals("yes") ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND);
        } catch (InterruptedException e) {
            throw new IllegalStateException("job " + job.id(), e);
        }
    }

    private static ExitCode run(Jobs jobs, Operator operator, String... words) {
        return VerbRunner.startingJobs(Toolkits.with(jobs), operator).run(List.of(words));
    }
}
