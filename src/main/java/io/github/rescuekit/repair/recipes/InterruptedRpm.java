package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What yum, dnf and rpm leave behind when they are cut off. What they need to go on is on the network, but not all of it. */
final class InterruptedRpm {

    // yum-complete-transaction(8): the steps of a transaction and those that are done; a finished one is renamed.
    private static final String ALL = "/var/lib/yum/transaction-all.";
    private static final String DONE = "/var/lib/yum/transaction-done.";
    // Berkeley DB keeps its locks there, those of a process that was killed as well; rpm makes the files anew.
    private static final String LOCKS = "/var/lib/rpm/__db.*";
    // dnf 4 and dnf 5.
    private static final List<String> HISTORIES =
            List.of("/var/lib/dnf/history.sqlite", "/usr/lib/sysimage/libdnf5/transaction_history.sqlite");
    // libdnf writes the end of a transaction when rpm has ended, right or wrong; the last one alone says how things
    // are.
    private static final String LAST =
            "select id, dt_end, datetime(dt_begin, 'unixepoch') as begun from trans" + " order by id desc limit 1";
    private static final List<String> DATABASES = List.of(
            "/var/lib/rpm/Packages",
            "/var/lib/rpm/Packages.db",
            "/var/lib/rpm/rpmdb.sqlite",
            "/usr/lib/sysimage/rpm/Packages.db",
            "/usr/lib/sysimage/rpm/rpmdb.sqlite");
    // SUSE copies the database once a day.
    private static final String COPIES = "/var/adm/backup/rpmdb/*";

    private final String id;
    private final SystemFiles files;
    private final Databases databases;

    InterruptedRpm(String id, SystemFiles files, Databases databases) {
        this.id = id;
        this.files = files;
        this.databases = databases;
    }

    static List<String> touches() {
        return RpmDatabase.PLACES.stream().map(it -> it + "*").toList();
    }

    List<Finding> findings() {
        return Stream.of(
                        Stream.of(transaction(), ofDnf(), locks()),
                        databasesOfRpm().map(RpmDatabase::finding),
                        Stream.of(emptyDatabase()))
                .flatMap(it -> it)
                .flatMap(Optional::stream)
                .toList();
    }

    private List<SystemFile> unfinished() {
        return files.glob(ALL + "*").stream()
                .filter(it -> !it.path().endsWith(".disabled"))
                .toList();
    }

    private Optional<Finding> transaction() {
        List<String> evidence =
                new ArrayList<>(unfinished().stream().map(this::progress).toList());
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        evidence.add("next, once the server has its network: yum-complete-transaction (package yum-utils)");
        return Optional.of(finding("yum was interrupted: packages are half done", evidence, Optional.empty()));
    }

    private Optional<Finding> ofDnf() {
        return histories()
                .flatMap(path -> databases.ask(files, path, LAST).rows().stream()
                        .filter(it -> !it.containsKey("dt_end"))
                        .map(it ->
                                path + ": transaction " + it.get("id") + " of " + it.get("begun") + " UTC has no end"))
                .findFirst()
                .map(it -> finding(
                        "dnf was interrupted: packages may be half done",
                        List.of(
                                it,
                                "next, once the server has its network: dnf check, dnf remove --duplicates, then dnf"
                                        + " history redo last"),
                        Optional.empty()));
    }

    private Stream<String> histories() {
        return HISTORIES.stream().filter(files::exists);
    }

    /** Whether a transaction of dnf is unfinished, where its history cannot be read. */
    List<String> unknowns() {
        return histories()
                .flatMap(path -> databases.ask(files, path, LAST).whyUnknown().stream()
                        .map(why -> "whether dnf was interrupted, " + path + " tells: " + why))
                .toList();
    }

    private String progress(SystemFile all) {
        String done = DONE + all.path().substring(ALL.length());
        return all.path() + ": " + lines(done) + " of " + lines(all.path()) + " steps are done";
    }

    private long lines(String path) {
        return files.text(path).stream().flatMap(it -> it.text().lines()).count();
    }

    private Optional<Finding> locks() {
        List<String> locks = lockFiles();
        return locks.isEmpty()
                ? Optional.empty()
                : Optional.of(finding(
                        "rpm may wait for ever: its locks are those of the yum that was interrupted",
                        locks,
                        Optional.of(id)));
    }

    // On a healthy system they are there too.
    private List<String> lockFiles() {
        return unfinished().isEmpty()
                ? List.of()
                : files.glob(LOCKS).stream()
                        .filter(SystemFile::isRegular)
                        .map(SystemFile::path)
                        .toList();
    }

    List<Step> steps() {
        return Stream.concat(
                        lockFiles().stream().map(Step.RemoveFile::new),
                        databasesOfRpm().flatMap(it -> it.steps().stream()))
                .distinct()
                .toList();
    }

    private Stream<RpmDatabase> databasesOfRpm() {
        return RpmDatabase.PLACES.stream().map(it -> new RpmDatabase(id, it, files, databases));
    }

    private Optional<Finding> emptyDatabase() {
        List<SystemFile> found =
                DATABASES.stream().flatMap(it -> files.find(it).stream()).toList();
        if (found.isEmpty() || found.stream().anyMatch(it -> it.size().count() > 0)) {
            return Optional.empty();
        }
        List<String> evidence = new ArrayList<>(
                found.stream().map(it -> it.path() + " is empty").toList());
        files.glob(COPIES).stream()
                .reduce((first, second) -> second)
                .ifPresent(it -> evidence.add("a copy of the database: " + it.path()));
        return Optional.of(finding("rpm's database is empty: it knows no package", evidence, Optional.empty()));
    }

    private Finding finding(String title, List<String> evidence, Optional<String> recipe) {
        return new Finding(id, Severity.WARNING, title, evidence, recipe);
    }
}
