package io.github.rescuekit.installed;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Expands a pattern of {@code *} and {@code ?}, one directory level at a time. */
final class Glob {

    private static final int MOST_MATCHES = 20_000;

    private Glob() {}

    static List<SystemFile> expand(String pattern, SystemFiles files) {
        List<String> paths = List.of("");
        List<String> components =
                Stream.of(pattern.split("/", -1)).filter(it -> !it.isEmpty()).toList();
        for (String component : components.subList(0, Math.max(0, components.size() - 1))) {
            paths = below(paths, component, files);
        }
        String last = components.isEmpty() ? "" : components.get(components.size() - 1);
        return paths.stream()
                .flatMap(directory -> entries(directory, last, files))
                .distinct()
                .toList();
    }

    // One look at a directory tells of all that is in it.
    private static Stream<SystemFile> entries(String directory, String component, SystemFiles files) {
        if (!isPattern(component)) {
            return files.findWithoutFollowing(directory + "/" + component).stream();
        }
        Predicate<String> wanted = matching(component);
        List<SystemFile> entries = files.entries(directory.isEmpty() ? "/" : directory).stream()
                .filter(it -> wanted.test(LinkTargets.name(it.path())))
                .toList();
        if (entries.size() > MOST_MATCHES) {
            throw tooMany(directory + "/" + component);
        }
        return entries.stream();
    }

    private static List<String> below(List<String> directories, String component, SystemFiles files) {
        List<String> paths = new ArrayList<>();
        for (String directory : directories) {
            for (String name : names(directory, component, files)) {
                paths.add(directory + "/" + name);
            }
            if (paths.size() > MOST_MATCHES) {
                throw tooMany(directory + "/" + component);
            }
        }
        return paths;
    }

    private static List<String> names(String directory, String component, SystemFiles files) {
        return isPattern(component)
                ? files.list(directory.isEmpty() ? "/" : directory).stream()
                        .filter(matching(component))
                        .toList()
                : List.of(component);
    }

    private static boolean isPattern(String component) {
        return component.contains("*") || component.contains("?");
    }

    private static Predicate<String> matching(String component) {
        boolean hidden = component.startsWith(".");
        Pattern wanted = regex(component);
        return name -> name.startsWith(".") == hidden && wanted.matcher(name).matches();
    }

    // No more than one star in a row: two of them would let a long name take quadratic time for nothing.
    private static Pattern regex(String component) {
        StringBuilder regex = new StringBuilder();
        component
                .replaceAll("\\*+", "*")
                .chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static RescueException tooMany(String pattern) {
        return new RescueException(
                ExitCode.NOT_UNDERSTOOD,
                "more than " + MOST_MATCHES + " files match " + pattern + " in the installed system",
                "look at that directory by hand: something filled it");
    }
}
