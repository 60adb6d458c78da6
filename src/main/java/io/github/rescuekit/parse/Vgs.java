package io.github.rescuekit.parse;

import io.github.rescuekit.model.VolumeGroup;
import java.util.List;

/**
 * Reads {@code vgs --reportformat json} with the fields {@code vg_name,vg_uuid,pv_count,vg_missing_pv_count,vg_exported}.
 */
public final class Vgs {

    private static final String SOURCE = "vgs";

    private Vgs() {}

    public static List<VolumeGroup> parse(String text) {
        return Json.parse(SOURCE, text).children("report").stream()
                .flatMap(it -> it.children("vg").stream())
                .map(row -> new VolumeGroup(
                        row.text("vg_name").orElseThrow(row::refused),
                        row.text("vg_uuid").orElseThrow(row::refused),
                        number(row, "pv_count"),
                        number(row, "vg_missing_pv_count"),
                        row.text("vg_exported").isPresent()))
                .toList();
    }

    private static int number(Json row, String member) {
        return row.text(member)
                .filter(it -> it.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .orElseThrow(row::refused);
    }
}
