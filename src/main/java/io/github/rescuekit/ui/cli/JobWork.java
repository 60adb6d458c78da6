package io.github.rescuekit.ui.cli;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobLog;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.VerbRunner;

/** The process that does a job. */
public final class JobWork {

    private JobWork() {}

    /** Does it from beginning to end. */
    public static ExitCode run(Toolkit toolkit, Job job) {
        JobLog log = job.log();
        JobOperator operator = new JobOperator(log, job.order().view(), System::nanoTime);
        ExitCode code = job.isCancelled()
                ? cancelled(operator)
                : VerbRunner.here(toolkit, operator).run(job.order().words());
        operator.out().flush();
        operator.err().flush();
        log.ended(code);
        return code;
    }

    private static ExitCode cancelled(Operator operator) {
        operator.err().println("rescuekit: the job was cancelled before it began; nothing was done");
        return ExitCode.INTERRUPTED;
    }
}
