package io.github.rescuekit.installed;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an SQLite database of an installed system. */
@FunctionalInterface
public interface Databases {

    /** Where nobody can. */
    Databases NONE = (files, path, query) -> Answer.unknown("sqlite3 is not installed here");

    /**
     * The rows of a query, each by the names of its columns.
     *
     * @param query SQL that only reads, with no word of the system's in it
     */
    Answer ask(SystemFiles files, String path, String query);

    /**
     * What a database says.
     *
     * @param whyUnknown empty when it was read
     */
    record Answer(List<Map<String, String>> rows, Optional<String> whyUnknown) {

        public Answer {
            rows = List.copyOf(rows);
        }

        public static Answer of(List<Map<String, String>> rows) {
            return new Answer(rows, Optional.empty());
        }

        public static Answer unknown(String why) {
            return new Answer(List.of(), Optional.of(why));
        }
    }
}
