package io.github.rescuekit.session;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every change that Rescuekit made to one installed system, kept on that system, so that a later rescue boot can take it
 * back.
 */
public final class Journal {

    private static final String RUNS = "runs";

    private final Path directory;
    private final Clock clock;

    private Journal(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * The journal in {@code rescuekit} below a directory of the installed system. Nothing is made before the first run.
     *
     * @param varLib that system's {@code /var/lib}, free of links
     */
    public static Journal below(Path varLib, Clock clock) {
        return new Journal(varLib.resolve("rescuekit"), clock);
    }

    public Path directory() {
        return directory;
    }

    /** Runs that left anything, oldest first. */
    public List<JournalRun> runs() {
        refuseLink();
        Path runs = directory.resolve(RUNS);
        List<JournalRun> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(runs)) {
            for (Path entry : entries) {
                RunId.parse(String.valueOf(entry.getFileName()))
                        .map(id -> new JournalRun(id, entry))
                        .filter(JournalRun::wasOpened)
                        .ifPresent(found::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(e);
        }
        found.sort(Comparator.comparing(JournalRun::id));
        return List.copyOf(found);
    }

    /** The run of that name or number. */
    public JournalRun run(String words) {
        return runs().stream()
                .filter(run -> run.id().isMeantBy(words))
                .findFirst()
                .orElseThrow(() -> RescueException.usage(
                        "there is no run '" + words + "' in the journal of this system",
                        "see 'rescuekit history' for the runs"));
    }

    /** Puts the plan on the disk, before the first of its steps. */
    public JournalRun begin(JsonObject plan) {
        refuseLink();
        Instant now = clock.instant();
        try {
            makeDirectories();
            RunId id = RunId.next(lastId(), now);
            Path home = directory.resolve(RUNS).resolve(id.toString());
            Durable.makeDirectory(home);
            JournalRun run = new JournalRun(id, home);
            run.open(plan);
            return run;
        } catch (IOException e) {
            throw RescueException.refused(
                            "journal",
                            "the journal in " + directory + " could not be written: " + reason(e)
                                    + "; without it nothing can be undone, so nothing was changed",
                            "make room or make the filesystem writable ('rescuekit mounts' shows it), then try again")
                    .causedBy(e);
        }
    }

    /** Keeps what a rescue session logged beside the runs, and returns the file. */
    public Path keepLog(byte[] log) {
        refuseLink();
        Path kept = directory.resolve("session-" + RunId.stamp(clock.instant()) + ".log");
        try {
            Durable.writeNew(kept, log);
            return kept;
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the log of the session could not be written to " + directory + ": " + reason(e),
                            "copy it by hand when you need it")
                    .causedBy(e);
        }
    }

    static String reason(IOException e) {
        return e instanceof java.nio.file.FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(e.getMessage());
    }

    // Also runs that broke off before their plan was complete count: their number is taken.
    private Optional<RunId> lastId() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve(RUNS))) {
            List<RunId> ids = new ArrayList<>();
            entries.forEach(
                    entry -> RunId.parse(String.valueOf(entry.getFileName())).ifPresent(ids::add));
            return ids.stream().max(Comparator.naturalOrder());
        }
    }

    private void makeDirectories() throws IOException {
        for (Path path : List.of(directory, directory.resolve(RUNS))) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Durable.makeDirectory(path);
            }
        }
    }

    // Somebody who owned the server may have put a link here to make us write elsewhere.
    private void refuseLink() {
        for (Path path : List.of(directory, directory.resolve(RUNS))) {
            if (Files.isSymbolicLink(path)) {
                throw RescueException.refused(
                        "journal", path + " is a symbolic link", "look where it leads, remove it, then try again");
            }
        }
    }

    private RescueException unreadable(IOException e) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        "the journal in " + directory + " could not be read: " + reason(e),
                        "check the filesystem ('rescuekit check')")
                .causedBy(e);
    }
}
