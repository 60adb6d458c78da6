package io.github.rescuekit.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of an XML file.
 *
 * @param line where it begins, counted from 1
 */
public record XmlElement(String name, Map<String, String> attributes, int line, List<XmlElement> children) {

    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    public Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }

    public List<XmlElement> children(String wanted) {
        return children.stream().filter(it -> it.name().equals(wanted)).toList();
    }

    /** True when there is a child of one of the names. */
    public boolean has(String... names) {
        return children.stream().anyMatch(it -> List.of(names).contains(it.name()));
    }
}
