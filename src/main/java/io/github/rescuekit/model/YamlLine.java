package io.github.rescuekit.model;

import java.util.List;

/**
 * A value of a YAML file.
 *
 * @param path the keys that lead to it; elements of lists are {@code [0]}, {@code [1]}
 * @param value without its quotes; empty for a key that has nothing but others below it
 */
public record YamlLine(int line, List<String> path, String value) {

    public YamlLine {
        path = List.copyOf(path);
    }

    /** The key at a depth; empty when it is not as deep. */
    public String key(int depth) {
        return depth < path.size() ? path.get(depth) : "";
    }

    /** The last key that is no number of an element. */
    public String lastKey() {
        return path.stream().filter(it -> !it.startsWith("[")).reduce("", (first, second) -> second);
    }
}
