package io.github.rescuekit.repair.fsck;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way back from one repair: what to apply to which device, newest last.
 *
 * @param device its path at the time of the repair
 * @param size of the device, so that another disk under the same name is recognised
 * @param e2undo names of e2fsck's undo logs, in the order of the repair
 * @param image name of the copy of the whole device
 */
record UndoLog(String device, Bytes size, List<String> e2undo, Optional<String> image) {

    private static final String FILE = "undo.json";
    private static final String SEALS = "undo.sha256";
    private static final String BETWEEN = "  ";

    UndoLog {
        e2undo = List.copyOf(e2undo);
    }

    static UndoLog of(FsckPlan plan) {
        List<String> logs = plan.steps().stream()
                .filter(FsckStep.RunTool.class::isInstance)
                .map(FsckStep.RunTool.class::cast)
                .flatMap(step -> step.undoFile().stream())
                .map(UndoLog::name)
                .toList();
        Optional<String> image = plan.steps().stream()
                .filter(FsckStep.SaveImage.class::isInstance)
                .map(step -> name(((FsckStep.SaveImage) step).to()))
                .findFirst();
        return new UndoLog(plan.device().path(), plan.device().size(), logs, image);
    }

    /** Writes it before the first step runs. */
    void writeTo(Path directory) {
        try {
            // The copies hold what the files on the device hold.
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(directory.resolve(FILE), toJson().toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the undo directory " + directory + " could not be written: " + e.getMessage(),
                            "name another one with --undo-dir; nothing was changed")
                    .causedBy(e);
        }
    }

    static UndoLog readFrom(Path directory) {
        try {
            return parse(Files.readString(directory.resolve(FILE), StandardCharsets.UTF_8));
        } catch (IOException | JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new RescueException(
                            ExitCode.USAGE,
                            directory + " holds no undo log of a repair: " + e.getMessage(),
                            "name the directory that 'rescuekit fsck' printed")
                    .causedBy(e);
        }
    }

    /**
     * Notes what an image or a log that is complete holds, in the form of sha256sum(1): a copy can spoil before it is
     * needed.
     */
    static void seal(Path file) {
        try {
            Files.writeString(
                    file.resolveSibling(SEALS),
                    Hashes.sha256(file) + BETWEEN + name(file) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "what " + file + " holds could not be noted: " + e.getMessage(),
                            "look at the room there ('df')")
                    .causedBy(e);
        }
    }

    /** Before anything is written: an image that was never completed, or that spoilt, must not go over the device. */
    void requireIntact(Path directory) {
        Map<String, String> seals = seals(directory);
        image.filter(it -> !seals.containsKey(it)).ifPresent(it -> {
            throw RescueException.refused(
                    "incomplete-undo",
                    "the undo copy " + directory.resolve(it) + " was never completed",
                    "leave " + device + " as it is: the repair had not begun to change it");
        });
        seals.forEach((name, hash) -> requireIntact(directory.resolve(name), hash));
    }

    private static void requireIntact(Path file, String hash) {
        try {
            if (Hashes.sha256(file).equals(hash)) {
                return;
            }
        } catch (IOException e) {
            throw spoilt(file, "cannot be read: " + e.getMessage()).causedBy(e);
        }
        throw spoilt(file, "is not what it was when the repair was made");
    }

    private static RescueException spoilt(Path file, String how) {
        return RescueException.refused(
                "spoilt-undo",
                "the undo copy " + file + " " + how,
                "look for another copy of it ('sha256sum --check " + SEALS + "' tells whether it is intact)");
    }

    private static Map<String, String> seals(Path directory) {
        Path file = directory.resolve(SEALS);
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .map(line -> line.split(BETWEEN, 2))
                            .collect(Collectors.toMap(it -> it[1], it -> it[0], (first, last) -> last))
                    : Map.of();
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            throw spoilt(file, "cannot be read").causedBy(e);
        }
    }

    void requireSame(BlockDevice target) {
        if (!target.size().equals(size)) {
            throw RescueException.refused(
                    "other-device",
                    "the undo log is of a device of " + size + ", " + target.path() + " has " + target.size(),
                    "find the device that was repaired ('rescuekit disks'); disks can change their names at a reboot");
        }
    }

    private JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("device", device);
        json.addProperty("size", size.count());
        JsonArray logs = new JsonArray();
        e2undo.forEach(logs::add);
        json.add("e2undo", logs);
        image.ifPresent(name -> json.addProperty("image", name));
        return json;
    }

    private static UndoLog parse(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        return new UndoLog(
                member(json, "device").getAsString(),
                new Bytes(member(json, "size").getAsLong()),
                member(json, "e2undo").getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .toList(),
                Optional.ofNullable(json.get("image")).map(JsonElement::getAsString));
    }

    private static JsonElement member(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null) {
            throw new JsonParseException("no member '" + name + "'");
        }
        return value;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
