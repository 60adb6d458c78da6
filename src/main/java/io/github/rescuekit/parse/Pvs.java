package io.github.rescuekit.parse;

import io.github.rescuekit.model.PhysicalVolume;
import java.util.List;

/** Reads {@code pvs --reportformat json} with the fields {@code pv_name,pv_uuid,vg_uuid}. */
public final class Pvs {

    private static final String SOURCE = "pvs";

    private Pvs() {}

    public static List<PhysicalVolume> parse(String text) {
        return Json.parse(SOURCE, text).children("report").stream()
                .flatMap(it -> it.children("pv").stream())
                .map(row -> new PhysicalVolume(
                        // "[unknown]"
                        row.text("pv_name").filter(it -> it.startsWith("/dev/")),
                        row.text("pv_uuid").orElseThrow(row::refused),
                        row.text("vg_uuid")))
                .toList();
    }
}
