package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records as text for the eye: exact sizes, and nothing of what is absent. */
final class Rendered {

    private Rendered() {}

    /** The elements of a list, or the components of one record, a line each. */
    static String lines(Object value) {
        Stream<?> parts = value instanceof Collection<?> many ? many.stream() : Stream.of(value);
        return parts.map(part -> text(part) + "\n").collect(Collectors.joining());
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Rendered::text).orElse("");
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? String.valueOf(optional.getAsInt()) : "";
        }
        if (value instanceof Collection<?> many) {
            return many.isEmpty() ? "" : many.stream().map(Rendered::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<>(map).toString();
        }
        if (value instanceof Bytes bytes) {
            return String.valueOf(bytes.count());
        }
        return value instanceof Record record ? components(record) : String.valueOf(value);
    }

    private static String components(Record record) {
        return Stream.of(record.getClass().getRecordComponents())
                .map(component -> component.getName() + "=" + text(value(record, component)))
                .filter(text -> !text.endsWith("=") && !text.endsWith("={}"))
                .collect(Collectors.joining(" ", "{", "}"));
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
