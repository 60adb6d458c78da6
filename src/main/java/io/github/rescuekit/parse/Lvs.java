package io.github.rescuekit.parse;

import io.github.rescuekit.model.LogicalVolume;
import java.util.List;

/** Reads {@code lvs --reportformat json} with the fields {@code vg_name,vg_uuid,lv_name,lv_layout,lv_role}. */
public final class Lvs {

    private static final String SOURCE = "lvs";
    private static final String UNKNOWN = "unknown";

    private Lvs() {}

    public static List<LogicalVolume> parse(String text) {
        return Json.parse(SOURCE, text).children("report").stream()
                .flatMap(it -> it.children("lv").stream())
                .map(row -> new LogicalVolume(
                        row.text("vg_name").orElseThrow(row::refused),
                        row.text("vg_uuid").orElseThrow(row::refused),
                        row.text("lv_name").orElseThrow(row::refused),
                        row.text("lv_layout").orElse(UNKNOWN),
                        row.text("lv_role").orElse(UNKNOWN)))
                .toList();
    }
}
