package io.github.rescuekit.repair;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.parse.SqliteRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Has the rescue system's sqlite3 read a copy: the change that a crash cut off is taken back in there, as SQLite does at
 * every start, and the database itself stays as it is.
 */
public final class CopiedDatabases implements Databases {

    private static final String PROGRAM = "sqlite3";
    private static final Bytes LARGEST = Bytes.mib(64);
    // What SQLite keeps beside a database: the old pages of a change, or the new ones.
    private static final List<String> PARTS = List.of("", "-journal", "-wal");

    private final Runner runner;
    private final Predicate<String> isInstalled;

    public CopiedDatabases(Runner runner, Predicate<String> isInstalled) {
        this.runner = runner;
        this.isInstalled = isInstalled;
    }

    @Override
    public Answer ask(SystemFiles files, String path, String query) {
        if (!isInstalled.test(PROGRAM)) {
            return Answer.unknown(PROGRAM + " is not installed here");
        }
        Optional<String> tooLarge = PARTS.stream()
                .map(part -> path + part)
                .filter(it -> files.find(it)
                        .filter(file -> file.size().isMoreThan(LARGEST))
                        .isPresent())
                .findFirst();
        return tooLarge.map(it -> Answer.unknown(it + " is larger than " + LARGEST))
                .orElseGet(() -> askCopy(files, path, query));
    }

    private Answer askCopy(SystemFiles files, String path, String query) {
        try {
            Path directory = Files.createTempDirectory("rescuekit");
            try {
                for (String part : PARTS) {
                    Optional<byte[]> content = files.head(path + part, (int) LARGEST.count());
                    if (content.isPresent()) {
                        Files.write(directory.resolve("copy" + part), content.get());
                    }
                }
                return answer(runner.run(command(directory.resolve("copy"), query)));
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // -safe: what a crafted database may call reads and writes no file. -init: no settings of whoever is logged in.
    private static Command command(Path database, String query) {
        return Command.of(
                        PROGRAM,
                        "-safe",
                        "-batch",
                        "-json",
                        "-cmd",
                        "pragma trusted_schema = off",
                        "-init",
                        "/dev/null",
                        database.toString(),
                        query)
                .acceptingAny();
    }

    private static Answer answer(Result result) {
        if (result.exitCode() != 0) {
            return Answer.unknown(PROGRAM + ": "
                    + result.err()
                            .lines()
                            .filter(it -> !it.isBlank())
                            .findFirst()
                            .orElse("exit code " + result.exitCode()));
        }
        try {
            return Answer.of(SqliteRows.parse(result.out()));
        } catch (UnexpectedOutputException e) {
            return Answer.unknown(e.happened());
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.delete(directory);
    }
}
