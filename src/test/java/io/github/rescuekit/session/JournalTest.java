package io.github.rescuekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.session.JournalLine.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    @TempDir
    Path varLib;

    private Journal journal;

    @BeforeEach
    void openJournal() {
        journal = journalAt("2026-03-04T05:06:07Z");
    }

    @Test
    void makesNothingBeforeTheFirstRun() {
        assertThat(journal.runs()).isEmpty();
        assertThat(varLib).isEmptyDirectory();
    }

    @Test
    void keepsThePlanAndTheLines() {
        JournalRun run = journal.begin(plan());
        run.append(JournalLine.of(Event.BEGUN, 1));

        JournalRun found = journal.run("1");

        assertThat(found.id()).hasToString("0001-20260304T050607Z");
        assertThat(found.plan()).isEqualTo(plan());
        assertThat(events(found)).containsExactly(Event.OPENED, Event.BEGUN);
    }

    @Test
    void letsOnlyRootRead() throws IOException {
        JournalRun run = journal.begin(plan());

        assertThat(permissions(journal.directory())).isEqualTo("rwx------");
        assertThat(permissions(run.directory().resolve("plan.json"))).isEqualTo("rw-------");
        assertThat(permissions(run.directory().resolve("journal.jsonl"))).isEqualTo("rw-------");
    }

    @Test
    void countsRunsOnWhenTheClockGoesBack() {
        journal.begin(plan());
        journalAt("1970-01-01T00:00:00Z").begin(plan());

        assertThat(journal.runs())
                .extracting(run -> run.id().toString())
                .containsExactly("0001-20260304T050607Z", "0002-19700101T000000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"at\":\"2026-03-", "\u0000\u0000\u0000\u0000\n", "{}\n", "garbage"})
    void takesALineThatAPowerCutLeftTornForNotWritten(String torn) throws IOException {
        JournalRun run = journal.begin(plan());
        run.append(JournalLine.of(Event.BEGUN, 1));
        tear(run, torn);

        assertThat(events(run)).containsExactly(Event.OPENED, Event.BEGUN);

        run.append(JournalLine.of(Event.DONE, 1));
        assertThat(events(run)).containsExactly(Event.OPENED, Event.BEGUN, Event.DONE);
    }

    @Test
    void refusesALineInTheMiddleThatItDoesNotUnderstand() throws IOException {
        JournalRun run = journal.begin(plan());
        tear(run, "garbage\n");
        tear(run, JournalLine.of(Event.DONE, 1).toJson() + "\n");

        assertThatThrownBy(run::lines)
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("line 2");
        assertThat(journal.runs()).hasSize(1);
    }

    @Test
    void refusesAPlanThatIsNotTheOneThatWasApproved() throws IOException {
        JournalRun run = journal.begin(plan());
        Files.writeString(run.directory().resolve("plan.json"), "{}");

        assertThatThrownBy(run::plan)
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_UNDERSTOOD));
    }

    @Test
    void skipsARunThatBrokeOffBeforeItsPlanWasComplete() throws IOException {
        journal.begin(plan());
        Files.createDirectory(journal.directory().resolve("runs/0002-20260304T050608Z"));

        assertThat(journal.runs()).hasSize(1);
        assertThat(journal.begin(plan()).id().serial()).isEqualTo(3);
    }

    @Test
    void refusesAJournalThatIsALink(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(varLib.resolve("rescuekit"), elsewhere);

        assertThatThrownBy(() -> journal.begin(plan()))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("journal"));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void namesTheRunsWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> journal.run("7"))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.next()).contains("rescuekit history"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Journal journalAt(String instant) {
        return Journal.below(varLib, Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }

    private static JsonObject plan() {
        JsonObject plan = new JsonObject();
        plan.addProperty("recipe", "test");
        return plan;
    }

    private static List<Event> events(JournalRun run) {
        return run.lines().stream().map(JournalLine::event).toList();
    }

    private static void tear(JournalRun run, String text) throws IOException {
        Files.writeString(
                run.directory().resolve("journal.jsonl"), text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
}
