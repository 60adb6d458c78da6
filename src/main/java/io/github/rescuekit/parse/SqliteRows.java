package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.List;
import java.util.Map;

/** The rows that {@code sqlite3 -json} prints, each by the names of its columns; what is null is not in it. */
public final class SqliteRows {

    private static final String SOURCE = "sqlite3";

    private SqliteRows() {}

    /**
     * Reads them; no output is no row.
     *
     * @throws UnexpectedOutputException for anything else
     */
    public static List<Map<String, String>> parse(String text) {
        return text.isBlank()
                ? List.of()
                : Json.parse(SOURCE, "{\"rows\":" + text + "}").children("rows").stream()
                        .map(Json::texts)
                        .toList();
    }
}
