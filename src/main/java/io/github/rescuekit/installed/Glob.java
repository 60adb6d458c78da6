package io.github.rescuekit.installed;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Expands a pattern of {@code *} and {@code ?}, one directory level at a time. */
final class Glob {

    private static final int MOST_MATCHES = 20_000;

    private Glob() {}

    static List<SystemFile> expand(String pattern, SystemFiles files) {
        List<String> paths = List.of("");
        for (String component : pattern.split("/", -1)) {
            if (!component.isEmpty()) {
                paths = below(paths, component, files);
            }
        }
        return paths.stream()
                .map(files::findWithoutFollowing)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
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
        if (!component.contains("*") && !component.contains("?")) {
            return List.of(component);
        }
        boolean hidden = component.startsWith(".");
        Pattern wanted = regex(component);
        return files.list(directory.isEmpty() ? "/" : directory).stream()
                .filter(name -> name.startsWith(".") == hidden)
                .filter(name -> wanted.matcher(name).matches())
                .toList();
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
