package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The text of a site's own recipe: lines {@code KEY = VALUE}, and below a step the lines of its text, each after {@code | }.
 * A line that is not understood is an error: such a recipe is not used at all.
 *
 * @param cures what it cures, one sentence
 * @param price what the operator gives up
 */
record OwnRecipeFile(
        String cures,
        Severity severity,
        String price,
        List<String> warnings,
        List<OwnCondition> conditions,
        List<OwnDeed> deeds) {

    private static final String USUAL_PRICE = "Nothing that the recipe names.";
    private static final String TEXT = "|";
    private static final Pattern BREAK = Pattern.compile("\\s+");
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3,4}");
    private static final Pattern OWNER = Pattern.compile("\\d{1,9}:\\d{1,9}");
    private static final Pattern NAME = Pattern.compile("[^/]+");

    OwnRecipeFile {
        warnings = List.copyOf(warnings);
        conditions = List.copyOf(conditions);
        deeds = List.copyOf(deeds);
    }

    /** @throws RescueException with the number of the first line that is not understood */
    static OwnRecipeFile parse(String name, String text) {
        return new Parser(name, text.lines().toList()).file();
    }

    private static final class Parser {

        private final String name;
        private final List<String> lines;
        private int at;
        private Optional<String> cures = Optional.empty();
        private Severity severity = Severity.WARNING;
        private String price = USUAL_PRICE;
        private final List<String> warnings = new ArrayList<>();
        private final List<OwnCondition> conditions = new ArrayList<>();
        private final List<OwnDeed> deeds = new ArrayList<>();

        Parser(String name, List<String> lines) {
            this.name = name;
            this.lines = lines;
        }

        OwnRecipeFile file() {
            while (at < lines.size()) {
                String line = lines.get(at++).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    take(line);
                }
            }
            if (conditions.isEmpty() || deeds.isEmpty()) {
                throw wrong("a recipe needs at least one 'when' and one 'do'");
            }
            return new OwnRecipeFile(
                    cures.orElseThrow(() -> wrong("a recipe needs 'cures = SENTENCE'")),
                    severity,
                    price,
                    warnings,
                    conditions,
                    deeds);
        }

        private void take(String line) {
            int equals = line.indexOf('=');
            if (equals < 0 || line.startsWith(TEXT)) {
                throw wrong("'" + line + "' is no KEY = VALUE");
            }
            String value = line.substring(equals + 1).strip();
            switch (line.substring(0, equals).strip()) {
                case "cures" -> cures = Optional.of(value);
                case "severity" -> severity = severity(value);
                case "price" -> price = value;
                case "warning" -> warnings.add(value);
                case "when" -> conditions.add(condition(value));
                case "do" -> deeds.add(deed(value));
                default ->
                    throw wrong("there is no key '" + line.substring(0, equals).strip()
                            + "'; take cures, severity, price, warning, when or do");
            }
        }

        private Severity severity(String word) {
            return Arrays.stream(Severity.values())
                    .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> wrong("a severity is critical, warning or note"));
        }

        private OwnCondition condition(String value) {
            String[] words = BREAK.split(value, 3);
            return switch (words[0]) {
                case "exists" -> new OwnCondition.Exists(last(words, 1));
                case "missing" -> new OwnCondition.Missing(last(words, 1));
                case "line" -> new OwnCondition.Line(path(words), pattern(words));
                case "no-line" -> new OwnCondition.NoLine(path(words), pattern(words));
                case "link" -> new OwnCondition.Link(path(words), third(words, "a target"));
                case "mode" -> new OwnCondition.Mode(path(words), mode(words));
                default ->
                    throw wrong(
                            "'" + words[0] + "' is no condition; take exists, missing, line, no-line, link or mode");
            };
        }

        private OwnDeed deed(String value) {
            String[] words = BREAK.split(value, 3);
            return switch (words[0]) {
                case "replace" -> new OwnDeed.Replace(path(words), pattern(words), requiredText("the new line"));
                case "comment" -> new OwnDeed.Comment(path(words), pattern(words));
                case "append" -> new OwnDeed.Append(last(words, 1), requiredText("the lines"));
                case "create" -> new OwnDeed.Create(path(words), mode(words), text());
                case "remove" -> new OwnDeed.Remove(last(words, 1));
                case "rename" -> new OwnDeed.Rename(path(words), name(words));
                case "link" -> new OwnDeed.Link(path(words), third(words, "a target"));
                case "directory" -> new OwnDeed.Directory(path(words), mode(words));
                case "mode" -> new OwnDeed.Mode(path(words), mode(words));
                case "owner" -> new OwnDeed.Own(path(words), owner(words));
                case "run" -> run(words);
                default ->
                    throw wrong("'" + words[0] + "' is no step; take replace, comment, append, create, remove, rename,"
                            + " link, directory, mode, owner or run");
            };
        }

        private OwnDeed run(String[] words) {
            List<String> arguments = words.length < 3 ? List.of() : List.of(BREAK.split(words[2]));
            return new OwnDeed.Run(path(words), arguments, requiredText("what it may change, a pattern a line"));
        }

        /** The lines after a step. */
        private List<String> text() {
            List<String> text = new ArrayList<>();
            while (at < lines.size() && lines.get(at).stripLeading().startsWith(TEXT)) {
                String line = lines.get(at++).stripLeading().substring(TEXT.length());
                text.add(line.startsWith(" ") ? line.substring(1) : line);
            }
            return text;
        }

        private List<String> requiredText(String what) {
            List<String> text = text();
            if (text.isEmpty()) {
                throw wrong(what + " must follow below, each line after '| '");
            }
            return text;
        }

        private String path(String[] words) {
            if (words.length < 2 || !words[1].startsWith("/") || words[1].endsWith("/")) {
                throw wrong("'" + words[0] + "' needs an absolute path inside the system");
            }
            return words[1];
        }

        private String last(String[] words, int index) {
            if (words.length > index + 1) {
                throw wrong("'" + words[index + 1] + "' is too much: '" + words[0] + "' needs a path only");
            }
            return path(words);
        }

        private String third(String[] words, String what) {
            if (words.length < 3) {
                throw wrong("'" + words[0] + "' needs a path and " + what);
            }
            return words[2];
        }

        private String name(String[] words) {
            String name = third(words, "a new name");
            if (!NAME.matcher(name).matches()) {
                throw wrong("a new name is one in the same directory, without '/'");
            }
            return name;
        }

        private Pattern pattern(String[] words) {
            try {
                return Pattern.compile(third(words, "a regular expression"));
            } catch (PatternSyntaxException e) {
                throw wrong("'" + words[2] + "' is no regular expression: " + e.getDescription());
            }
        }

        private FileMode mode(String[] words) {
            String mode = third(words, "a mode such as 0644");
            if (!MODE.matcher(mode).matches()) {
                throw wrong("'" + mode + "' is no mode such as 0644");
            }
            return new FileMode(Integer.parseInt(mode, 8));
        }

        private Owner owner(String[] words) {
            String owner = third(words, "UID:GID");
            if (!OWNER.matcher(owner).matches()) {
                throw wrong("'" + owner + "' is no UID:GID such as 0:0");
            }
            String[] numbers = owner.split(":", 2);
            return new Owner(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }

        private RescueException wrong(String what) {
            return RescueException.usage(name + ":" + at + ": " + what, "correct that line; see README, 'Own recipes'");
        }
    }
}
