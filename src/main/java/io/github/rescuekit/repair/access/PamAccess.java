package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who may log in from elsewhere by the table of pam_access: access.conf(5), where the first rule that fits counts. */
final class PamAccess {

    static final String MODULE = "pam_access.so";
    private static final String TABLE = "/etc/security/access.conf";
    private static final int PERMISSION = 0;
    private static final int USERS = 1;
    private static final int ORIGINS = 2;
    private static final int FIELDS = 3;
    private static final String EXCEPT = "EXCEPT";

    /** What the table says to one account. */
    enum Answer {
        IN,
        OUT,
        BY_ADDRESS
    }

    /**
     * The answer and the rule that gives it.
     *
     * @param rule as {@code FILE:LINE: TEXT}; empty when none fits
     */
    record Ruling(Answer answer, String rule) {}

    private enum Fit {
        YES,
        NO,
        PERHAPS
    }

    private record Rule(String place, boolean letsIn, List<String> users, List<String> origins) {}

    private final Groups groups;
    private final String table;
    private final List<Rule> rules;

    private PamAccess(Groups groups, String table, List<Rule> rules) {
        this.groups = groups;
        this.table = table;
        this.rules = rules;
    }

    /** The table that a stack asks; empty when it asks none. */
    static Optional<PamAccess> of(SystemFiles files, PamStack stack) {
        return stack.of(MODULE).stream()
                .filter(it -> it.phase().equals("account") || it.phase().equals("auth"))
                .findFirst()
                .map(it -> it.value("accessfile").orElse(TABLE))
                .map(it -> new PamAccess(Groups.of(files), it, rules(files, it)));
    }

    private static List<Rule> rules(SystemFiles files, String table) {
        List<String> lines = files.text(table).map(FileText::text).stream()
                .flatMap(String::lines)
                .toList();
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String[] fields = line.split(":", FIELDS);
            if (!line.startsWith("#") && fields.length == FIELDS) {
                rules.add(new Rule(
                        table + ":" + (i + 1) + ": " + line,
                        fields[PERMISSION].strip().equals("+"),
                        words(fields[USERS]),
                        words(fields[ORIGINS])));
            }
        }
        return rules;
    }

    private static List<String> words(String field) {
        return List.of(field.strip().split("[\\s,]+"));
    }

    String table() {
        return table;
    }

    Ruling of(Account account) {
        for (Rule rule : rules) {
            Fit fit = both(fitsUser(rule.users(), account), fitsOrigin(rule.origins()));
            if (fit != Fit.NO) {
                Answer certain = rule.letsIn() ? Answer.IN : Answer.OUT;
                return new Ruling(fit == Fit.YES ? certain : Answer.BY_ADDRESS, rule.place());
            }
        }
        return new Ruling(Answer.IN, "");
    }

    private Fit fitsUser(List<String> words, Account account) {
        int except = words.indexOf(EXCEPT);
        return except < 0
                ? any(words.stream().map(it -> isUser(it, account)).toList())
                : both(
                        fitsUser(words.subList(0, except), account),
                        not(fitsUser(words.subList(except + 1, words.size()), account)));
    }

    private Fit isUser(String word, Account account) {
        if (word.startsWith("@") || word.contains("@")) {
            return Fit.PERHAPS;
        }
        String group = word.startsWith("(") && word.endsWith(")") ? word.substring(1, word.length() - 1) : word;
        return fit(word.equals("ALL")
                || word.equals(account.name())
                || groups.of(account).contains(group));
    }

    private static Fit fitsOrigin(List<String> words) {
        int except = words.indexOf(EXCEPT);
        return except < 0
                ? any(words.stream().map(PamAccess::isOrigin).toList())
                : both(fitsOrigin(words.subList(0, except)), not(fitsOrigin(words.subList(except + 1, words.size()))));
    }

    // Of somebody who comes over the network, from an address that nobody knows yet.
    private static Fit isOrigin(String word) {
        if (word.equals("ALL")) {
            return Fit.YES;
        }
        boolean isHere = word.equals("LOCAL")
                || word.equals("127.0.0.1")
                || word.equals("::1")
                || word.toLowerCase(Locale.ROOT)
                        .matches(":\\d+|cron|crond|console|tty\\S*|pts/\\S*|vc/\\S*|localhost\\S*");
        return isHere ? Fit.NO : Fit.PERHAPS;
    }

    private static Fit fit(boolean fits) {
        return fits ? Fit.YES : Fit.NO;
    }

    private static Fit any(List<Fit> fits) {
        if (fits.contains(Fit.YES)) {
            return Fit.YES;
        }
        return fits.contains(Fit.PERHAPS) ? Fit.PERHAPS : Fit.NO;
    }

    private static Fit both(Fit one, Fit other) {
        if (one == Fit.NO || other == Fit.NO) {
            return Fit.NO;
        }
        return one == Fit.YES && other == Fit.YES ? Fit.YES : Fit.PERHAPS;
    }

    private static Fit not(Fit fit) {
        return switch (fit) {
            case YES -> Fit.NO;
            case NO -> Fit.YES;
            case PERHAPS -> Fit.PERHAPS;
        };
    }
}
