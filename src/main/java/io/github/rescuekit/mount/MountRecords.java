package io.github.rescuekit.mount;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountRecord.Made;
import io.github.rescuekit.mount.MountRecord.Recorded;
import io.github.rescuekit.mount.SystemMounter.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of what is mounted for work: one file each below {@code /run}, gone at the reboot like the mounts. */
public final class MountRecords {

    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();
    private static final String SUFFIX = ".json";

    private final Path directory;

    public MountRecords(Path directory) {
        this.directory = directory;
    }

    /** {@code /run/rescuekit/mounts}, or below {@code RESCUEKIT_RUN} where tests must not meet each other. */
    public static MountRecords of(Map<String, String> environment) {
        return new MountRecords(Path.of(environment.getOrDefault("RESCUEKIT_RUN", "/run/rescuekit"), "mounts"));
    }

    /** The oldest first. A file that is no record is passed over: nothing of ours can be behind it. */
    List<MountRecord> all() {
        List<MountRecord> records = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(SUFFIX))
                        .forEach(file -> read(file).ifPresent(records::add));
            } catch (IOException e) {
                throw failed("the records in " + directory + " could not be read", e);
            }
        }
        records.sort((a, b) -> a.since().compareTo(b.since()));
        return records;
    }

    /**
     * Writes the first record for a directory.
     *
     * @throws RescueException when there is one already
     */
    void begin(MountRecord record) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(file(record));
        } catch (FileAlreadyExistsException e) {
            throw RescueException.refused(
                            "mounted",
                            "another Rescuekit is mounting at " + record.at() + " now, or was cut off at it",
                            "see 'rescuekit mounts', or choose another directory with --at")
                    .causedBy(e);
        } catch (IOException e) {
            throw failed("the record " + file(record) + " could not be made", e);
        }
        write(record);
    }

    /** Forgets a directory where nothing of ours is mounted any more, and nobody is at work. */
    void dropStale(Path at) {
        all().stream()
                .filter(record -> record.at().equals(at))
                .filter(record -> Takedown.present(record).isEmpty() && !record.isBeingMounted())
                .forEach(this::delete);
    }

    /** Puts the record in the place of its older self. */
    void write(MountRecord record) {
        Path file = file(record);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, GSON.toJson(json(record)), StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("the record " + file + " could not be written", e);
        }
    }

    void delete(MountRecord record) {
        try {
            Files.deleteIfExists(file(record));
        } catch (IOException e) {
            throw failed("the record " + file(record) + " could not be removed", e);
        }
    }

    /** A directory of our own for what one mounted system needs beside its mounts. */
    Path workDirectory(MountRecord record) {
        return directory.resolve(record.name());
    }

    private Path file(MountRecord record) {
        return directory.resolve(record.name() + SUFFIX);
    }

    private static RescueException failed(String happened, IOException e) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        happened + ": " + e.getMessage(),
                        "make room in /run, or point RESCUEKIT_RUN to another directory")
                .causedBy(e);
    }

    private static JsonObject json(MountRecord record) {
        JsonObject json = new JsonObject();
        json.addProperty("at", record.at().toString());
        json.addProperty("directoryIsOurs", record.directoryIsOurs());
        json.addProperty("rootDevice", record.rootDevice());
        json.add("disks", texts(record.disks()));
        json.addProperty("access", record.access().name());
        json.addProperty("pid", record.pid());
        json.addProperty("since", record.since().toString());
        json.addProperty("complete", record.complete());
        JsonArray mounts = new JsonArray();
        record.mounts().forEach(it -> mounts.add(json(it)));
        json.add("mounts", mounts);
        JsonArray verdicts = new JsonArray();
        record.verdicts().forEach(it -> verdicts.add(json(it)));
        json.add("verdicts", verdicts);
        json.add("incomplete", texts(record.incomplete()));
        return json;
    }

    private static JsonArray texts(List<String> lines) {
        JsonArray array = new JsonArray();
        lines.forEach(array::add);
        return array;
    }

    private static List<String> texts(JsonObject json, String member) {
        return json.getAsJsonArray(member).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static JsonObject json(Made mount) {
        JsonObject json = new JsonObject();
        json.addProperty("at", mount.at().toString());
        json.addProperty("source", mount.source());
        return json;
    }

    private static JsonObject json(Recorded verdict) {
        JsonObject json = new JsonObject();
        json.addProperty("line", verdict.line());
        json.addProperty("source", verdict.source());
        json.addProperty("mountPoint", verdict.mountPoint());
        json.addProperty("action", verdict.action().name());
        json.addProperty("device", verdict.device());
        json.addProperty("reason", verdict.reason());
        return json;
    }

    private static Optional<MountRecord> read(Path file) {
        try {
            JsonObject json = GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), JsonObject.class);
            return json == null ? Optional.empty() : Optional.of(record(json));
        } catch (IOException | RuntimeException e) {
            System.getLogger(MountRecords.class.getName())
                    .log(System.Logger.Level.WARNING, "not a record of a mount: " + file, e);
            return Optional.empty();
        }
    }

    private static MountRecord record(JsonObject json) {
        return new MountRecord(
                Path.of(text(json, "at")),
                json.get("directoryIsOurs").getAsBoolean(),
                text(json, "rootDevice"),
                texts(json, "disks"),
                Access.valueOf(text(json, "access")),
                json.get("pid").getAsLong(),
                Instant.parse(text(json, "since")),
                json.get("complete").getAsBoolean(),
                objects(json, "mounts")
                        .map(it -> new Made(Path.of(text(it, "at")), text(it, "source")))
                        .toList(),
                objects(json, "verdicts").map(MountRecords::verdict).toList(),
                texts(json, "incomplete"));
    }

    private static Recorded verdict(JsonObject json) {
        return new Recorded(
                json.get("line").getAsInt(),
                text(json, "source"),
                text(json, "mountPoint"),
                FstabVerdict.Action.valueOf(text(json, "action")),
                text(json, "device"),
                text(json, "reason"));
    }

    private static Stream<JsonObject> objects(JsonObject json, String member) {
        return json.getAsJsonArray(member).asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static String text(JsonObject json, String member) {
        return json.get(member).getAsString();
    }
}
