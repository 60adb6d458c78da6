package io.github.rescuekit.repair;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JournalRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The boot area of a disk as it was before a step, kept beside the undo copies.
 *
 * @param disk its path at the time
 * @param table by which the disk is found again under another name
 * @param before the content of each region
 */
record SavedBootArea(String disk, String table, List<BootArea.Region> regions, List<byte[]> before) {

    private static final String AFTER = "-after";

    static void save(JournalRun run, int step, int number, BootArea area) {
        JsonObject json = new JsonObject();
        json.addProperty("disk", area.path());
        json.addProperty("table", area.tableHash());
        JsonArray regions = new JsonArray();
        int part = 0;
        for (BootArea.Region region : area.regions()) {
            JsonObject one = new JsonObject();
            one.addProperty("offset", region.offset());
            one.addProperty("length", region.length());
            regions.add(one);
            run.keepNote(step, blocks(number, part++), area.read(region));
        }
        json.add("regions", regions);
        run.keepNote(step, name(number), json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Notes how the step left it. */
    static void saveAfter(JournalRun run, int step, int number, BootArea area) {
        run.keepNote(step, name(number) + AFTER, hashes(area, area.regions()).getBytes(StandardCharsets.UTF_8));
    }

    static SavedBootArea read(JournalRun run, int step, int number) {
        JsonObject json = JsonParser.parseString(new String(run.note(step, name(number)), StandardCharsets.UTF_8))
                .getAsJsonObject();
        List<BootArea.Region> regions = new ArrayList<>();
        List<byte[]> before = new ArrayList<>();
        for (var one : json.getAsJsonArray("regions")) {
            JsonObject region = one.getAsJsonObject();
            before.add(run.note(step, blocks(number, regions.size())));
            regions.add(new BootArea.Region(
                    region.get("offset").getAsLong(), region.get("length").getAsInt()));
        }
        return new SavedBootArea(
                json.get("disk").getAsString(), json.get("table").getAsString(), regions, before);
    }

    /** The same disk as it is found today; disks change their names at a reboot. */
    BootArea find(Surroundings surroundings) {
        List<BootArea> same = surroundings.bootAreas().stream()
                .filter(it -> it.tableHash().equals(table))
                .toList();
        // The halves of a mirror may have one and the same table: then the name has to tell.
        Optional<BootArea> named =
                same.stream().filter(it -> it.path().equals(disk)).findFirst();
        return named.or(() -> same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty())
                .orElseThrow(() -> RescueException.refused(
                        "other-disk",
                        "the disk that was " + disk + " is not found again by its partition table",
                        "see 'rescuekit disks'; the old boot area is kept beside the journal of the run"));
    }

    boolean isAsBefore(BootArea area) {
        for (int i = 0; i < regions.size(); i++) {
            if (!Arrays.equals(area.read(regions.get(i)), before.get(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isAsAfter(JournalRun run, int step, int number, BootArea area) {
        String name = name(number) + AFTER;
        return run.hasNote(step, name)
                && new String(run.note(step, name), StandardCharsets.UTF_8).equals(hashes(area, regions));
    }

    /** Brings it back; true when something had to be written. */
    boolean restore(BootArea area) {
        boolean written = false;
        for (int i = 0; i < regions.size(); i++) {
            if (!Arrays.equals(area.read(regions.get(i)), before.get(i))) {
                area.write(regions.get(i).offset(), before.get(i));
                written = true;
            }
        }
        return written;
    }

    private static String hashes(BootArea area, List<BootArea.Region> regions) {
        return String.join(
                " ", regions.stream().map(it -> Hashes.sha256(area.read(it))).toList());
    }

    private static String name(int number) {
        return "disk-" + number;
    }

    private static String blocks(int number, int part) {
        return "disk-" + number + "-" + part;
    }
}
