package io.github.rescuekit.repair.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of RPCs on the agent's command line.
 *
 * @param allows a list of what is allowed; else of what is blocked
 * @param variable where the list comes from; empty when it stands in the command line itself
 */
record RpcArgument(boolean allows, RpcList list, Optional<Place> variable) {

    /**
     * The place of a list in the value of a variable.
     *
     * @param before what stands before the list, such as {@code --block-rpcs=}
     * @param after what stands after it
     */
    record Place(String variable, String before, String after) {

        String value(RpcList list) {
            return before + list.text() + after;
        }
    }

    // The short options kept their letter in all versions: -b, and since 8.1 -a.
    private static final Pattern ATTACHED =
            Pattern.compile("(?:--(?:blacklist|block-rpcs|(?<allow>allow-rpcs))=|-(?:b|(?<a>a)))(?<list>.*)");
    private static final Pattern APART =
            Pattern.compile("--(?:blacklist|block-rpcs|(?<allow>allow-rpcs))|-(?:b|(?<a>a))");
    private static final Pattern IN_OPTIONS = Pattern.compile(
            "(?<!\\S)(?:--(?:blacklist|block-rpcs|(?<allow>allow-rpcs))[= ]|-(?:b|(?<a>a)) ?)(?<list>\\S*)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?<braced>\\w+)\\}|\\$(?<bare>\\w+)");

    /** All lists on a command line, in its order. */
    static List<RpcArgument> in(List<String> words, Function<String, Optional<String>> environment) {
        List<RpcArgument> arguments = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            Matcher attached = ATTACHED.matcher(word);
            Matcher apart = APART.matcher(word);
            Matcher variable = VARIABLE.matcher(word);
            if (apart.matches() && at + 1 < words.size()) {
                at++;
                arguments.add(list(isAllowed(apart), words.get(at), environment));
            } else if (attached.matches()) {
                arguments.add(list(isAllowed(attached), attached.group("list"), environment));
            } else if (variable.matches()) {
                arguments.addAll(options(variable, environment));
            }
        }
        return List.copyOf(arguments);
    }

    private static boolean isAllowed(Matcher option) {
        return option.group("allow") != null || option.group("a") != null;
    }

    private static RpcArgument list(boolean allows, String text, Function<String, Optional<String>> environment) {
        Matcher variable = VARIABLE.matcher(text);
        if (!variable.matches()) {
            return new RpcArgument(allows, new RpcList(text), Optional.empty());
        }
        String value = environment.apply(name(variable)).orElse("");
        return new RpcArgument(allows, new RpcList(value), Optional.of(new Place(name(variable), "", "")));
    }

    // systemd makes exactly one word of ${VAR}, whatever is in it, and splits $VAR at blanks.
    private static List<RpcArgument> options(Matcher variable, Function<String, Optional<String>> environment) {
        String value = environment.apply(name(variable)).orElse("");
        boolean oneWord = variable.group("braced") != null;
        Matcher option = (oneWord ? ATTACHED : IN_OPTIONS).matcher(value);
        List<RpcArgument> found = new ArrayList<>();
        while (oneWord ? option.matches() && found.isEmpty() : option.find()) {
            Place place = new Place(
                    name(variable), value.substring(0, option.start("list")), value.substring(option.end("list")));
            found.add(new RpcArgument(isAllowed(option), new RpcList(option.group("list")), Optional.of(place)));
        }
        return found;
    }

    /** A variable that can hold any option and holds none that is a list: {@code FILTER_RPC_ARGS=""}. */
    static Optional<Place> free(List<String> words, Function<String, Optional<String>> environment) {
        return words.stream()
                .map(VARIABLE::matcher)
                .filter(Matcher::matches)
                .filter(variable -> options(variable, environment).isEmpty())
                .filter(variable -> isForOptions(name(variable)))
                .map(variable ->
                        place(variable, environment.apply(name(variable)).orElse("")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    // ${VAR} has room for one option only, and -b for no blank before its list.
    private static Optional<Place> place(Matcher variable, String value) {
        if (variable.group("bare") != null) {
            return Optional.of(new Place(name(variable), (value + " -b ").stripLeading(), ""));
        }
        return value.isBlank() ? Optional.of(new Place(name(variable), "--block-rpcs=", "")) : Optional.empty();
    }

    private static boolean isForOptions(String name) {
        return name.endsWith("ARGS") || name.endsWith("OPTIONS");
    }

    private static String name(Matcher variable) {
        return Optional.ofNullable(variable.group("braced")).orElseGet(() -> variable.group("bare"));
    }
}
