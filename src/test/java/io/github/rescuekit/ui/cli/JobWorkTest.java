package io.github.rescuekit.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobEvent;
import io.github.rescuekit.session.JobEvent.Kind;
import io.github.rescuekit.session.TestJobs;
import io.github.rescuekit.ui.Toolkits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobWorkTest {

    @TempDir
    private Path directory;

    @Test
    void doesWhatTheOrderSays() {
        Job job = TestJobs.ofNobody(directory).begin(TestJobs.order("version"));

        assertThat(JobWork.run(Toolkits.with(TestJobs.ofNobody(directory)), job))
                .isEqualTo(ExitCode.DONE);
        assertThat(job.events()).extracting(JobEvent::kind).containsExactly(Kind.BEGUN, Kind.OUT, Kind.ENDED);
    }

    @Test
    void beginsNothingWhenItWasCancelledOnItsWay() {
        Job job = TestJobs.ofNobody(directory).begin(TestJobs.order("version"));
        job.cancel();

        assertThat(JobWork.run(Toolkits.with(TestJobs.ofNobody(directory)), job))
                .isEqualTo(ExitCode.INTERRUPTED);
        assertThat(job.events()).extracting(JobEvent::kind).containsExactly(Kind.BEGUN, Kind.ERR, Kind.ENDED);
        assertThat(job.state().code()).contains(ExitCode.INTERRUPTED);
    }
}
