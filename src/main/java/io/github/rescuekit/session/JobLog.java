package io.github.rescuekit.session;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.session.JobEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The job's own end of its folder: it tells what happens, and waits for answers. */
public final class JobLog {

    static final String NAME = "log";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Path home;
    private int questions;

    JobLog(Path home) {
        this.home = home;
    }

    void begun() {
        ProcessMark.of(ProcessHandle.current().pid()).ifPresent(self -> tell(Kind.BEGUN, self.toString()));
    }

    /** Whoever is attached learns of it; the work goes on also when it cannot be written. */
    public synchronized void tell(Kind kind, String text) {
        byte[] line = (JobEvent.of(kind, text).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(home.resolve(NAME), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.getLogger(JobLog.class.getName()).log(System.Logger.Level.WARNING, "not told: " + text, e);
        }
    }

    public void ended(ExitCode code) {
        tell(Kind.ENDED, String.valueOf(code.number()));
    }

    /** Asks, and waits as long as it takes: whoever attaches may answer. */
    public String ask(String question) throws InterruptedException {
        Path answer = home.resolve(answerName(++questions));
        tell(Kind.QUESTION, question);
        while (!Files.exists(answer)) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
        // What was answered is for the asker alone: it may be a secret.
        tell(Kind.ANSWERED, "");
        return read(answer);
    }

    private static String read(Path answer) {
        try {
            return Files.readString(answer, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // What cannot be read is no yes.
            return "";
        }
    }

    static String answerName(int question) {
        return "answer-" + question;
    }
}
