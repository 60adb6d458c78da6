package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeLogTest {

    private static final String CALLED = "Mar  6 03:12:01 web1 qemu-ga[487]: info: guest-fsfreeze called\n";
    private static final String LATER = "Mar  6 03:15:01 web1 CRON[5000]: (root) CMD (true)\n";
    private static final String BOOT =
            "Mar  6 08:00:00 web1 kernel: [    0.000000] Linux version 6.1.0-27-amd64 (debian-kernel@lists.debian.org)\n";

    @Test
    void quotesAFreezeThatNothingFollows() {
        assertThat(lastWords("/var/log/messages", LATER + CALLED))
                .containsExactly(
                        "/var/log/messages: " + CALLED.strip(),
                        "/var/log/messages ends there: nothing was written after the freeze");
    }

    @Test
    void quotesAFreezeThatTheNextBootFollows() {
        assertThat(lastWords("/var/log/syslog", CALLED + BOOT + LATER))
                .containsExactly(
                        "/var/log/syslog: " + CALLED.strip(),
                        "/var/log/syslog goes on with the next boot: " + BOOT.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mar  6 08:00:00 web1 rsyslogd: [origin software=\"rsyslogd\" swVersion=\"8.2302.0\"] start",
                "Mar  6 08:00:00 web1 kernel: imklog 5.8.10, log source = /proc/kmsg started.",
                "Mar  6 08:00:00 web1 systemd[1]: systemd 252.39-1~deb12u1 running in system mode"
            })
    void knowsHowALogBegins(String boot) {
        assertThat(lastWords("/var/log/syslog", CALLED + boot + "\n")).hasSize(2);
    }

    @Test
    void findsNothingAfterAFreezeThatEnded() {
        assertThat(lastWords("/var/log/syslog", CALLED + LATER)).isEmpty();
        assertThat(lastWords("/var/log/syslog", LATER + BOOT)).isEmpty();
        assertThat(lastWords("/var/log/syslog", "")).isEmpty();
        assertThat(new FreezeLog(new TestTree()).lastWords()).isEmpty();
    }

    @Test
    void quotesTheLastOfSeveralHangs() {
        String last = CALLED.replace("Mar  6", "Mar  8");
        assertThat(lastWords("/var/log/syslog", CALLED + BOOT + last))
                .first()
                .asString()
                .contains("Mar  8");
    }

    @Test
    void looksIntoOlderLogsToo() {
        assertThat(lastWords("/var/log/syslog.1", CALLED)).hasSize(2);
        assertThat(lastWords("/var/log/messages-20250309", CALLED)).hasSize(2);
    }

    private static List<String> lastWords(String log, String text) {
        return new FreezeLog(new TestTree().file(log, text)).lastWords();
    }
}
