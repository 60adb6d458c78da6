package io.github.rescuekit.repair;

import com.google.gson.JsonObject;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that an undo must bring back of one file.
 *
 * @param sha256 of a regular file
 * @param target of a link, as it is written
 * @param extended extended attributes; empty when they could not be read
 * @param flags letters of chattr(1); empty when they could not be read
 */
record FileState(
        SystemFile.Kind kind,
        FileMode mode,
        int uid,
        int gid,
        Bytes size,
        Instant modified,
        Optional<String> sha256,
        Optional<String> target,
        Optional<Map<String, String>> extended,
        Optional<String> flags) {

    FileState {
        extended = extended.map(Map::copyOf);
    }

    /** The same content under the same permissions: what tells our own work from somebody else's later. */
    boolean isSameWork(FileState other) {
        // Not the label: a system that relabels itself at the next boot has not changed the file.
        return kind == other.kind
                && mode.equals(other.mode)
                && uid == other.uid
                && gid == other.gid
                && hasContentOf(other);
    }

    boolean hasContentOf(FileState other) {
        return kind == other.kind && sha256.equals(other.sha256) && target.equals(other.target);
    }

    /** What differs from the other in anything but content, size and time; one phrase each. */
    List<String> attributesUnlike(FileState other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "mode", mode, other.mode);
        compare(differences, "owner", uid + ":" + gid, other.uid + ":" + other.gid);
        if (extended.isPresent() && other.extended.isPresent()) {
            compare(
                    differences,
                    "extended attributes",
                    new TreeMap<>(extended.get()),
                    new TreeMap<>(other.extended.get()));
        }
        if (flags.isPresent() && other.flags.isPresent()) {
            compare(differences, "flags", flags.get(), other.flags.get());
        }
        return differences;
    }

    /** What differs from the other in anything; one phrase each. */
    List<String> unlike(FileState other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "kind", kind, other.kind);
        if (!hasContentOf(other)) {
            differences.add("content");
        }
        differences.addAll(attributesUnlike(other));
        compare(differences, "time", comparable(modified), comparable(other.modified));
        return List.copyOf(differences);
    }

    // Without touch(1) the time of a link comes back in microseconds only.
    private Instant comparable(Instant time) {
        return kind == SystemFile.Kind.LINK ? time.truncatedTo(ChronoUnit.MICROS) : time;
    }

    private static void compare(List<String> differences, String what, Object present, Object wanted) {
        if (!present.equals(wanted)) {
            differences.add(what + " " + present + " instead of " + wanted);
        }
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind.name());
        json.addProperty("mode", mode.toString());
        json.addProperty("uid", uid);
        json.addProperty("gid", gid);
        json.addProperty("size", size.count());
        json.addProperty("modified", modified.toString());
        sha256.ifPresent(it -> json.addProperty("sha256", it));
        target.ifPresent(it -> json.addProperty("target", it));
        flags.ifPresent(it -> json.addProperty("flags", it));
        extended.ifPresent(it -> {
            JsonObject attributes = new JsonObject();
            new TreeMap<>(it).forEach(attributes::addProperty);
            json.add("extended", attributes);
        });
        return json;
    }

    static FileState parse(JsonObject json) {
        return new FileState(
                SystemFile.Kind.valueOf(json.get("kind").getAsString()),
                new FileMode(Integer.parseInt(json.get("mode").getAsString(), 8)),
                json.get("uid").getAsInt(),
                json.get("gid").getAsInt(),
                new Bytes(json.get("size").getAsLong()),
                Instant.parse(json.get("modified").getAsString()),
                text(json, "sha256"),
                text(json, "target"),
                Optional.ofNullable(json.getAsJsonObject("extended")).map(FileState::attributes),
                text(json, "flags"));
    }

    private static Map<String, String> attributes(JsonObject json) {
        Map<String, String> attributes = new TreeMap<>();
        json.asMap().forEach((name, value) -> attributes.put(name, value.getAsString()));
        return attributes;
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(it -> it.getAsString());
    }
}
