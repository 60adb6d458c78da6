package io.github.rescuekit.diagnose.panic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.panic.BootEnd.Ending;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.parse.SqliteRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CrashEvidenceTest {

    private static final String BEGIN =
            "Mar  6 00:00:03 web1 kernel: [    0.000000] Linux version 6.1.0-37-cloud-amd64 (debian)\n";
    private static final String WORK = "Mar  6 03:15:01 web1 CRON[5000]: (root) CMD (true)\n";
    private static final String PANIC =
            "Mar  6 03:16:00 web1 kernel: [11757.000000] Kernel panic - not syncing: Fatal exception in interrupt\n";
    private static final String OOPS =
            "Mar  6 03:16:00 web1 kernel: [11756.900000] BUG: kernel NULL pointer dereference, address: 0000000000000010\n";
    private static final String END =
            "Mar  7 04:00:00 web1 systemd[1]: Reached target reboot.target - System Reboot.\n";

    private final CrashEvidence evidence = new CrashEvidence(Signatures.read(), Databases.NONE);

    @Test
    void theFirstThingThatWentWrongIsTheCause() {
        BootEnd end = last(BEGIN + WORK + OOPS + PANIC);

        assertThat(end.ending()).isEqualTo(Ending.FAILURE);
        assertThat(end.signs().stream().map(it -> it.signature().id()))
                .containsExactly("null-pointer", "fatal-exception");
        assertThat(end.cause().orElseThrow().lines().get(0).toString())
                .isEqualTo("Mar  6 03:16:00 kernel: BUG: kernel NULL pointer dereference, address: 0000000000000010");
        assertThat(end.boot().last().orElseThrow().message()).startsWith("Kernel panic");
    }

    @Test
    void aFailureOfAnEarlierBootIsNotThatOfTheLast() {
        CrashAccount account = of(BEGIN + PANIC + BEGIN + WORK + END);

        assertThat(account.boots().stream().map(BootEnd::ending)).containsExactly(Ending.SHUTDOWN, Ending.FAILURE);
        assertThat(account.isQuiet()).isTrue();
    }

    @Test
    void aLogThatStopsIsNoFailure() {
        assertThat(last(BEGIN + WORK).ending()).isEqualTo(Ending.LOG_STOPS);
        assertThat(of(BEGIN + WORK).isQuiet()).isTrue();
    }

    @Test
    void aFreezeCountsOnlyAsTheLastWords() {
        String freeze = "Mar  6 03:12:01 web1 qemu-ga[487]: info: guest-fsfreeze called\n";

        assertThat(last(BEGIN + freeze).cause().orElseThrow().signature().id()).isEqualTo("freeze-without-thaw");
        assertThat(last(BEGIN + freeze + WORK).ending()).isEqualTo(Ending.LOG_STOPS);
    }

    @Test
    void readsRotatedAndPackedParts() throws IOException {
        TestTree tree = new TestTree()
                .file("/var/log/syslog.2.gz", packed(BEGIN + OOPS))
                .file("/var/log/syslog.1", PANIC);

        assertThat(evidence.of(tree).last().orElseThrow().signs()).hasSize(2);
    }

    @Test
    void readsDumpsOfTheKernel() {
        TestTree tree = new TestTree()
                .file("/var/lib/systemd/pstore/170/dmesg.txt", "<0>[11757.000000][    T1] " + PANIC.substring(44))
                .file("/var/crash/202511281650/dmesg.202511281650", "[   10.000000] Oops: 0002 [#1] PREEMPT SMP\n");

        assertThat(evidence.of(tree).dumps().stream()
                        .map(it -> it.cause().orElseThrow().signature().id()))
                .containsExactlyInAnyOrder("fatal-exception", "oops");
        assertThat(evidence.of(tree).isQuiet()).isFalse();
    }

    @Test
    void readsTheBootsOfWtmp() {
        TestTree tree = new TestTree()
                .file(
                        "/var/log/wtmp",
                        record(2, 1_741_219_203, "reboot", "6.1.0-37-cloud-amd64")
                                + record(1, 1_741_300_000, "shutdown", "6.1.0-37-cloud-amd64")
                                + record(7, 1_741_400_000, "root", "198.51.100.7")
                                + record(2, 1_741_400_001, "reboot", "6.1.0-38-cloud-amd64"));

        assertThat(evidence.of(tree).logins())
                .containsExactly(
                        new LoginRecords.Start(
                                Instant.ofEpochSecond(1_741_400_001), "6.1.0-38-cloud-amd64", Optional.empty()),
                        new LoginRecords.Start(
                                Instant.ofEpochSecond(1_741_219_203),
                                "6.1.0-37-cloud-amd64",
                                Optional.of(Instant.ofEpochSecond(1_741_300_000))));
    }

    @Test
    void readsTheLogOfTheManagementController() {
        Boot events = MachineRecords.events(
                "   1 | 11/28/2026 | 10:00:00 | Memory #0x53 | Uncorrectable ECC | Asserted\n   2 | garbage\n");
        CrashAccount account = evidence.with(
                evidence.of(new TestTree()), new MachineRecords.Read(List.of(), Optional.of(events), List.of("why")));

        assertThat(account.machine()
                        .orElseThrow()
                        .cause()
                        .orElseThrow()
                        .signature()
                        .id())
                .isEqualTo("bmc-memory");
        assertThat(account.unknowns()).containsExactly("why");
        assertThat(account.isQuiet()).isFalse();
    }

    private static final TestTree WITH_RASDAEMON = new TestTree().file(RasdaemonErrors.PATH, "SQLite format 3");

    private static CrashEvidence counting() throws IOException {
        Map<String, Databases.Answer> answers = new HashMap<>();
        for (String fixture : List.of("rasdaemon-tables", "rasdaemon-errors")) {
            Path directory =
                    Path.of("src/test/resources/fixtures/sqlite/debian-12").resolve(fixture);
            String command = Files.readAllLines(directory.resolve("ORIGIN")).get(0);
            answers.put(
                    command.substring(command.indexOf("select ")),
                    Databases.Answer.of(SqliteRows.parse(Files.readString(directory.resolve("output")))));
        }
        return new CrashEvidence(
                Signatures.read(),
                (files, path, query) ->
                        Optional.ofNullable(answers.get(query)).orElseThrow(() -> new AssertionError(query)));
    }

    @Test
    void readsTheErrorsThatRasdaemonCounted() throws IOException {
        BootEnd machine = counting().of(WITH_RASDAEMON).machine().orElseThrow();

        assertThat(machine.boot().log()).isEqualTo("/var/lib/rasdaemon/ras-mc_event.db");
        assertThat(machine.signs().stream().map(it -> it.signature().id()))
                .containsExactly(
                        "rasdaemon-uncorrected",
                        "rasdaemon-fatal-machine-check",
                        "rasdaemon-corrected",
                        "rasdaemon-machine-check",
                        "rasdaemon-pcie");
        assertThat(machine.signs().stream().flatMap(it -> it.lines().stream()).map(LogLine::toString))
                .containsExactly(
                        "2026-11-29 01:02:03 +0000 rasdaemon: mc_event: 1 Uncorrected error: memory read error on unknown"
                                + " label",
                        "2026-11-29 01:02:04 +0000 rasdaemon: mce_record: 1 Uncorrected error: Internal Timer error on"
                                + " bank=5",
                        "2026-11-28 22:40:51 +0000 rasdaemon: mc_event: 12 Corrected errors: memory read error on"
                                + " CPU_SrcID#0_Ha#0_Chan#1_DIMM#0",
                        "2026-11-28 09:10:00 +0000 rasdaemon: mce_record: 2 Corrected errors: Data CACHE Level-2"
                                + " Data-Read Error on bank=2",
                        "2026-11-29 00:59:00 +0000 rasdaemon: aer_event: 1 Uncorrected (Fatal) error: Data Link"
                                + " Protocol on 0000:03:00.0");
    }

    @Test
    void asksRasdaemonForNoTableThatItDoesNotHave() {
        List<String> asked = new ArrayList<>();
        CrashEvidence old = new CrashEvidence(Signatures.read(), (files, path, query) -> {
            asked.add(query);
            return Databases.Answer.of(asked.size() == 1 ? List.of(Map.of("name", "mc_event")) : List.of());
        });

        assertThat(old.of(WITH_RASDAEMON).unknowns()).isEmpty();
        assertThat(asked)
                .hasSize(2)
                .last()
                .asString()
                .contains("from mc_event")
                .doesNotContain("mce_record", "aer_event");
    }

    @Test
    void aControllerWithoutErrorsDoesNotHideThoseOfRasdaemon() throws IOException {
        CrashEvidence counting = counting();
        Boot events = MachineRecords.events("   1 | 11/28/2026 | 10:00:00 | Fan #0x30 | Device Present | Asserted\n");

        assertThat(counting.with(
                                counting.of(WITH_RASDAEMON),
                                new MachineRecords.Read(List.of(), Optional.of(events), List.of()))
                        .machine()
                        .orElseThrow()
                        .boot()
                        .log())
                .isEqualTo(RasdaemonErrors.PATH);
    }

    @Test
    void findsNothingInADatabaseOfRasdaemonWithoutErrors() {
        CrashEvidence empty =
                new CrashEvidence(Signatures.read(), (files, path, query) -> Databases.Answer.of(List.of()));

        assertThat(empty.of(WITH_RASDAEMON).isEmpty()).isTrue();
        assertThat(empty.of(WITH_RASDAEMON).unknowns()).isEmpty();
    }

    @Test
    void cannotTellWhatRasdaemonCountedWhereNothingReadsIt() {
        assertThat(evidence.of(WITH_RASDAEMON).unknowns())
                .containsExactly("whether rasdaemon counted errors of the hardware, /var/lib/rasdaemon/ras-mc_event.db"
                        + " tells: sqlite3 is not installed here");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(evidence.of(new TestTree()).isEmpty()).isTrue();
    }

    private BootEnd last(String syslog) {
        return of(syslog).last().orElseThrow();
    }

    private CrashAccount of(String syslog) {
        return evidence.of(new TestTree().file("/var/log/syslog", syslog));
    }

    private static String packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String record(int type, int seconds, String user, String host) {
        ByteBuffer record = ByteBuffer.allocate(384).order(ByteOrder.LITTLE_ENDIAN);
        record.putShort(0, (short) type).putInt(340, seconds);
        record.position(44);
        record.put(user.getBytes(StandardCharsets.UTF_8));
        record.position(76);
        record.put(host.getBytes(StandardCharsets.UTF_8));
        return new String(record.array(), StandardCharsets.ISO_8859_1);
    }
}
