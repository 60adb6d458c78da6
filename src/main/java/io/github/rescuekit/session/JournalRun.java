package io.github.rescuekit.session;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** One run in a {@link Journal}: its plan, what happened line by line, and the undo copies. */
public final class JournalRun {

    private static final String PLAN = "plan.json";
    private static final String LINES = "journal.jsonl";
    private static final String PLAN_HASH = "planSha256";
    private static final int STICKY_FOR_ALL = 01777;

    private final RunId id;
    private final Path directory;

    JournalRun(RunId id, Path directory) {
        this.id = id;
        this.directory = directory;
    }

    public RunId id() {
        return id;
    }

    public Path directory() {
        return directory;
    }

    /** True when its plan was complete on the disk; before that nothing was changed. */
    boolean wasOpened() {
        if (!Files.isRegularFile(directory.resolve(LINES), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            return !lines().isEmpty();
        } catch (UnexpectedOutputException e) {
            // Damaged, and so worth showing.
            return true;
        }
    }

    void open(JsonObject plan) throws IOException {
        byte[] text = plan.toString().getBytes(StandardCharsets.UTF_8);
        Durable.writeNew(directory.resolve(PLAN), text);
        JsonObject detail = new JsonObject();
        detail.addProperty(PLAN_HASH, sha256(text));
        Durable.writeNew(directory.resolve(LINES), bytes(JournalLine.of(JournalLine.Event.OPENED, 0, detail)));
    }

    /**
     * The plan as it was approved.
     *
     * @throws RescueException when the file is not what was written
     */
    public JsonObject plan() {
        byte[] text = read(PLAN);
        String written = lines().get(0).detail().get(PLAN_HASH).getAsString();
        if (!written.equals(sha256(text))) {
            throw new RescueException(
                    ExitCode.NOT_UNDERSTOOD,
                    directory.resolve(PLAN) + " is not what run " + id + " wrote",
                    "check the filesystem; the undo copies are in " + directory);
        }
        return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    /** What happened, oldest first. A last line that a power cut left incomplete counts as not written. */
    public List<JournalLine> lines() {
        return readLines().lines();
    }

    /** Adds a line; it is on the disk when this returns. */
    public void append(JournalLine line) {
        try {
            // A torn last line is overwritten, else it would stand in the middle.
            Durable.append(directory.resolve(LINES), bytes(line), readLines().length());
        } catch (IOException e) {
            throw failed("the journal line", e);
        }
    }

    /** Keeps a copy of a regular file with its owner, mode, times and extended attributes. */
    public Path keep(int step, Path original) {
        Path copy = copy(step);
        try {
            ExactCopy.make(original, copy, StandardCopyOption.REPLACE_EXISTING);
            Durable.sync(copy);
            Durable.sync(directory);
            return copy;
        } catch (IOException e) {
            throw failed("the undo copy of " + original, e);
        }
    }

    /** Where the undo copy of a step is, or would be. */
    public Path copy(int step) {
        return directory.resolve("before-" + step);
    }

    /** Keeps a copy of one of several files of a step. */
    public Path keep(int step, int part, Path original) {
        Path copy = copy(step, part);
        try {
            ExactCopy.make(original, copy, StandardCopyOption.REPLACE_EXISTING);
            Durable.sync(copy);
            return copy;
        } catch (IOException e) {
            throw failed("the undo copy of " + original, e);
        }
    }

    /** Where the undo copy of one of several files of a step is, or would be. */
    public Path copy(int step, int part) {
        return directory.resolve("before-" + step + "-" + part);
    }

    /** Keeps what a step learned: what was there, what a program said. */
    public void keepNote(int step, String name, byte[] content) {
        try {
            Durable.writeNew(directory.resolve(noteName(step, name)), content);
        } catch (IOException e) {
            throw failed("what step " + step + " has to remember", e);
        }
    }

    public boolean hasNote(int step, String name) {
        return Files.isRegularFile(directory.resolve(noteName(step, name)), LinkOption.NOFOLLOW_LINKS);
    }

    public byte[] note(int step, String name) {
        return read(noteName(step, name));
    }

    private static String noteName(int step, String name) {
        return "step-" + step + "-" + name;
    }

    /** A directory beside the undo copies for the temporary files of a program. */
    public Path makeScratch(int step) {
        Path scratch = directory.resolve("scratch-" + step);
        try {
            Durable.makeDirectory(scratch);
            // As /tmp is: a program may do a part of its work as another user.
            Files.setAttribute(scratch, "unix:mode", STICKY_FOR_ALL);
            return scratch;
        } catch (IOException e) {
            throw failed("a directory for temporary files", e);
        }
    }

    public void removeScratch(Path scratch) {
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed("the end of the temporary files", e);
        }
    }

    private RescueException failed(String what, IOException e) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        what + " could not be written to " + directory + ": " + Journal.reason(e),
                        "make room on that filesystem, or check it, then try again")
                .causedBy(e);
    }

    private record Read(List<JournalLine> lines, long length) {}

    private Read readLines() {
        String source = directory.resolve(LINES).toString();
        byte[] text = read(LINES);
        List<JournalLine> lines = new ArrayList<>();
        int begin = 0;
        for (int end = endOfLine(text, begin); end >= 0; end = endOfLine(text, begin)) {
            String line = new String(text, begin, end - begin, StandardCharsets.UTF_8);
            try {
                lines.add(JournalLine.parse(source, lines.size() + 1, line));
            } catch (UnexpectedOutputException e) {
                // After a power cut the last block can be there in length but not in content.
                if (endOfLine(text, end + 1) >= 0) {
                    throw e;
                }
                break;
            }
            begin = end + 1;
        }
        return new Read(List.copyOf(lines), begin);
    }

    private static int endOfLine(byte[] text, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(JournalLine line) {
        return (line.toJson() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            directory.resolve(name) + " could not be read: " + Journal.reason(e),
                            "check the filesystem ('rescuekit check')")
                    .causedBy(e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
