package io.github.rescuekit.repair.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One line of {@code shadow(5)}; it prints as the name alone. */
final class Shadow {

    static final String FILE = "/etc/shadow";

    private static final int PASSWORD = 1;
    private static final int CHANGED = 2;
    private static final int EXPIRES = 7;
    private static final int FIELDS = 9;

    private final List<String> fields;

    private Shadow(List<String> fields) {
        this.fields = fields;
    }

    /** The line, when it is the one of that account. */
    static Optional<Shadow> of(String line, String account) {
        List<String> fields = Arrays.asList(line.split(":", -1));
        return fields.get(0).equals(account) && fields.size() > PASSWORD
                ? Optional.of(new Shadow(padded(fields)))
                : Optional.empty();
    }

    static Shadow fresh(String account) {
        return new Shadow(List.of(account, "!", "", "0", "99999", "7", "", "", ""));
    }

    private static List<String> padded(List<String> fields) {
        List<String> padded = new ArrayList<>(fields);
        while (padded.size() < FIELDS) {
            padded.add("");
        }
        return padded;
    }

    String password() {
        return fields.get(PASSWORD);
    }

    /** True when the next login is for a new password only. */
    boolean mustChange() {
        return fields.get(CHANGED).equals("0");
    }

    /** The day since 1970 from which on nobody gets in. */
    Optional<Long> expires() {
        String day = fields.get(EXPIRES);
        return day.matches("\\d{1,9}") ? Optional.of(Long.valueOf(day)) : Optional.empty();
    }

    Shadow withPassword(String hash) {
        return with(PASSWORD, hash);
    }

    /** The day of the last change; without one the password does not age. */
    Shadow changedOn(Optional<Long> day) {
        return with(CHANGED, day.map(it -> String.format(Locale.ROOT, "%d", it)).orElse(""));
    }

    Shadow withoutExpiry() {
        return with(EXPIRES, "");
    }

    private Shadow with(int field, String value) {
        List<String> changed = new ArrayList<>(fields);
        changed.set(field, value);
        return new Shadow(changed);
    }

    /** How the password is kept, in words that tell nothing of it. */
    String kind() {
        String password = password();
        if (password.isEmpty()) {
            return "no password, so that anybody gets in at the console";
        }
        if (password.startsWith("!") || password.startsWith("*")) {
            return password.contains("$") ? "a locked password" : "no password that fits";
        }
        return password.startsWith("$6$")
                ? "a password (SHA-512)"
                : password.startsWith("$y$") ? "a password (yescrypt)" : "a password";
    }

    /** As it stands in the file; for the file alone. */
    String line() {
        return String.join(":", fields);
    }

    @Override
    public String toString() {
        return fields.get(0);
    }
}
