package io.github.rescuekit.session;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Optional;

/**
 * Who works on a disk, left beside the lock for whoever comes second.
 *
 * @param pid of the Rescuekit that holds the lock
 * @param who terminal or SSH client, such as {@code root on /dev/pts/1 from 203.0.113.7}
 * @param verb what it does, such as {@code repair guest-agent-freeze}
 */
public record LockRecord(long pid, String who, String verb, Instant since) {

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("pid", pid);
        json.addProperty("who", who);
        json.addProperty("verb", verb);
        json.addProperty("since", since.toString());
        return json + "\n";
    }

    /** A half-written record is none. */
    static Optional<LockRecord> parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            return Optional.of(new LockRecord(
                    json.get("pid").getAsLong(),
                    json.get("who").getAsString(),
                    json.get("verb").getAsString(),
                    Instant.parse(json.get("since").getAsString())));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    boolean isOfLivingProcess() {
        return ProcessHandle.of(pid).isPresent();
    }

    @Override
    public String toString() {
        return "'rescuekit " + verb + "' (process " + pid + ", " + who + ") since " + since;
    }
}
