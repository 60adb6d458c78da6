package io.github.rescuekit.recovery;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.recovery.Policy.AllowedRepair;
import io.github.rescuekit.recovery.Policy.Fsck;
import io.github.rescuekit.recovery.Policy.Leave;
import io.github.rescuekit.recovery.Policy.Open;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Settings;
import io.github.rescuekit.repair.recipes.Recipes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a policy: lines {@code KEY = VALUE}, comments begin with {@code #} after a space. A line that is not understood is an error:
 * a policy with a typing error must not do less, or more, than its author meant.
 */
public final class PolicyFile {

    private static final String ONLY_SYSTEM = "only";
    private static final Pattern TIME = Pattern.compile("[1-9]\\d{0,3}[smh]");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");
    private static final String ACCOUNTS = "accounts=";
    private static final Set<String> REPEATED = Set.of("repair", "key", "secret");

    /** Takes the value of a key. */
    private interface Line {
        void take(PolicyFile policy, String value);
    }

    private static final Map<String, Line> LINES = new TreeMap<>(Map.of(
            "system", PolicyFile::takeSystem,
            "open", PolicyFile::takeOpen,
            "key", PolicyFile::takeKey,
            "check", PolicyFile::takeCheck,
            "test", PolicyFile::takeTest,
            "fsck", PolicyFile::takeFsck,
            "repair", PolicyFile::takeRepair,
            "secret", PolicyFile::takeSecret,
            "report", PolicyFile::takeReport,
            "leave", PolicyFile::takeLeave));

    private final String name;
    private final Recipes recipes;
    private int line;
    private Optional<String> system = Optional.empty();
    private Open open = Open.NOTHING;
    private final Map<String, Path> keys = new TreeMap<>();
    private boolean check = true;
    private Optional<Duration> test = Optional.empty();
    private Fsck fsck = Fsck.NEVER;
    private final List<AllowedRepair> repairs = new ArrayList<>();
    private final Map<String, Path> secrets = new TreeMap<>();
    private Optional<String> report = Optional.empty();
    private Leave leave = Leave.STAY;

    private PolicyFile(String name, Recipes recipes) {
        this.name = name;
        this.recipes = recipes;
    }

    /**
     * Reads the text of a policy.
     *
     * @param name of the file, for messages
     * @throws RescueException with the line number, for the first line that is not understood
     */
    public static Policy parse(String name, String text, Recipes recipes) {
        PolicyFile file = new PolicyFile(name, recipes);
        Set<String> seen = new HashSet<>();
        for (String content : text.lines().toList()) {
            file.line++;
            String stripped = COMMENT.matcher(content).replaceFirst("").strip();
            if (!stripped.isEmpty()) {
                file.take(stripped, seen);
            }
        }
        file.requireSecrets();
        return new Policy(
                file.system,
                file.open,
                file.keys,
                file.check,
                file.test,
                file.fsck,
                file.repairs,
                file.secrets,
                file.report,
                file.leave);
    }

    private void take(String content, Set<String> seen) {
        int equals = content.indexOf('=');
        if (equals < 0) {
            throw wrong("is no KEY = VALUE: " + content, "write one setting a line, such as 'leave = stay'");
        }
        String key = content.substring(0, equals).strip();
        String value = content.substring(equals + 1).strip();
        Line taken = LINES.get(key);
        if (taken == null) {
            throw wrong("has the unknown key '" + key + "'", "the keys are " + String.join(", ", LINES.keySet()));
        }
        if (!seen.add(key) && !REPEATED.contains(key)) {
            throw wrong("sets '" + key + "' a second time", "leave one of the two lines");
        }
        if (value.isEmpty()) {
            throw wrong("gives '" + key + "' no value", "give one, or leave the line out");
        }
        taken.take(this, value);
    }

    private void takeSystem(String value) {
        system = value.equals(ONLY_SYSTEM) ? Optional.empty() : Optional.of(value);
    }

    private void takeOpen(String value) {
        open = oneOf("open", value, Map.of("no", Open.NOTHING, "yes", Open.WHOLE, "degraded", Open.DEGRADED));
    }

    private void takeKey(String value) {
        String[] words = value.split("\\s+", -1);
        if (words.length != 2 || !words[0].startsWith("/dev/") || !words[1].startsWith("/")) {
            throw wrong("has no device and key file: " + value, "write 'key = /dev/sda3 /root/sda3.key'");
        }
        keys.put(words[0], Path.of(words[1]));
    }

    private void takeCheck(String value) {
        check = oneOf("check", value, Map.of("yes", true, "no", false));
    }

    private void takeTest(String value) {
        if (TIME.matcher(value).matches()) {
            test = Optional.of(Duration.parse("PT" + value.toUpperCase(Locale.ROOT)));
        } else if (!value.equals("no")) {
            throw wrong("sets test to '" + value + "'", "take 'no', or a time such as 90s, 10m or 8h");
        }
    }

    private void takeFsck(String value) {
        fsck = oneOf("fsck", value, Map.of("never", Fsck.NEVER, "preen", Fsck.PREEN));
    }

    private void takeReport(String value) {
        if (!value.startsWith("/")) {
            throw wrong("gives the report the relative path '" + value + "'", "give one that begins with /");
        }
        report = Optional.of(value);
    }

    private void takeLeave(String value) {
        leave = oneOf("leave", value, Map.of("stay", Leave.STAY, "reboot", Leave.REBOOT));
    }

    private void takeRepair(String value) {
        List<String> words = words(value);
        Recipe recipe = recipe(words.get(0));
        Optional<String> remedy = Optional.empty();
        List<String> accounts = List.of();
        List<String> settings = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            if (word.startsWith(ACCOUNTS)) {
                accounts = accounts(word.substring(ACCOUNTS.length()));
            } else if (word.contains("=")) {
                settings.add(word);
            } else if (remedy.isEmpty()) {
                remedy = Optional.of(remedy(recipe, word));
            } else {
                throw wrong(
                        "has one word too many: " + word,
                        "write 'repair = RECIPE [REMEDY] [accounts=NAME,NAME...] [NAME=VALUE...]'");
            }
        }
        Map<String, String> values = Settings.of(recipe, settings, this::wrong);
        Settings.missing(recipe, values).stream().findFirst().ifPresent(it -> {
            throw wrong("does not say what '" + it.name() + "' is", "write " + it.name() + "=VALUE: " + it.means());
        });
        repairs.add(new AllowedRepair(recipe.id(), new Choice(remedy, accounts, values, Optional.empty())));
    }

    // A value with blanks stands in quotes: key="ssh-ed25519 AAAA... me@home".
    private List<String> words(String value) {
        if (value.chars().filter(it -> it == '"').count() % 2 != 0) {
            throw wrong("has a quote that does not end", "write NAME=\"VALUE\"");
        }
        return WORD.matcher(value)
                .results()
                .map(it -> it.group().replace("\"", ""))
                .toList();
    }

    private void takeSecret(String value) {
        String[] words = value.split("\\s+", -1);
        if (words.length != 2 || !words[1].startsWith("/")) {
            throw wrong("has no recipe and file: " + value, "write 'secret = root-password /run/secret'");
        }
        if (!recipes.ids().contains(words[0])
                || recipes.require(words[0]).secret().isEmpty()) {
            throw wrong("has a secret for '" + words[0] + "', which takes none", "leave the line out");
        }
        if (secrets.put(words[0], Path.of(words[1])) != null) {
            throw wrong("has a second secret for '" + words[0] + "'", "leave one of the two lines");
        }
    }

    private void requireSecrets() {
        repairs.stream()
                .map(AllowedRepair::recipe)
                .filter(it -> recipes.require(it).secret().isPresent() && !secrets.containsKey(it))
                .findFirst()
                .ifPresent(it -> {
                    throw RescueException.usage(
                            name + " has no secret for " + it, "add a line 'secret = " + it + " FILE'");
                });
    }

    private Recipe recipe(String id) {
        if (repairs.stream().anyMatch(it -> it.recipe().equals(id))) {
            throw wrong("allows '" + id + "' a second time", "leave one of the two lines");
        }
        if (!recipes.ids().contains(id)) {
            throw wrong("names the unknown recipe '" + id + "'", "the recipes are " + String.join(", ", recipes.ids()));
        }
        return recipes.require(id);
    }

    private String remedy(Recipe recipe, String id) {
        List<String> ids = recipe.remedies().stream().map(Remedy::id).toList();
        if (!ids.contains(id)) {
            throw wrong(
                    "names the unknown remedy '" + id + "'",
                    "the remedies of " + recipe.id() + " are " + String.join(", ", ids));
        }
        return id;
    }

    private List<String> accounts(String value) {
        List<String> accounts = List.of(value.split(",", -1));
        if (accounts.stream().anyMatch(String::isBlank)) {
            throw wrong("has an empty account name", "write 'accounts=alice,bob' without spaces");
        }
        return accounts;
    }

    private <T> T oneOf(String key, String value, Map<String, T> values) {
        return Optional.ofNullable(values.get(value))
                .orElseThrow(() -> wrong(
                        "sets " + key + " to '" + value + "'",
                        "take one of: " + String.join(", ", new TreeMap<>(values).keySet())));
    }

    private RescueException wrong(String what, String next) {
        return RescueException.usage(name + " line " + line + " " + what, next);
    }
}
