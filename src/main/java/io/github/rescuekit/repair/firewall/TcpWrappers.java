package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code hosts_access(5)}, which an sshd with libwrap asks; DenyHosts writes its bans there. */
final class TcpWrappers implements Firewall {

    private static final String ALLOW = "/etc/hosts.allow";
    private static final String DENY = "/etc/hosts.deny";
    private static final String SSHD = "/usr/sbin/sshd";
    private static final int LARGEST_PROGRAM = 16 << 20;

    // "sshd, in.telnetd : 192.0.2. [2001:db8::]/32 : deny"
    private static final Pattern LINE =
            Pattern.compile("(?<daemons>[^:]+):\\s*(?<clients>(?:\\[[^]]*](?:/\\d+)?|[^:\\[])+)(?::(?<option>.*))?");

    private record Match(Optional<Boolean> applies, String option, String place) {}

    @Override
    public String name() {
        return "TCP wrappers";
    }

    @Override
    public List<String> services() {
        return List.of();
    }

    /** True when a file has rules and sshd asks libwrap; the program names the library that it needs. */
    static boolean isOn(SystemFiles files) {
        return List.of(ALLOW, DENY).stream().anyMatch(it -> !entries(files, it).isEmpty())
                && files.head(SSHD, LARGEST_PROGRAM)
                        .filter(it -> new String(it, StandardCharsets.ISO_8859_1).contains("libwrap.so"))
                        .isPresent();
    }

    private static List<String> entries(SystemFiles files, String path) {
        return files.text(path).stream()
                .flatMap(it -> it.text().lines())
                .map(String::strip)
                .filter(it -> !it.isEmpty() && !it.startsWith("#"))
                .toList();
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        return first(files, ALLOW, client, Verdict.HEALTHY)
                .or(() -> first(files, DENY, client, Verdict.FAILED))
                .orElseGet(() -> Ruling.of(Verdict.HEALTHY, "no line of " + ALLOW + " or " + DENY + " is about it"));
    }

    private static Optional<Ruling> first(SystemFiles files, String path, SshClient client, Verdict verdict) {
        for (Match match : matches(files, path, client)) {
            if (match.applies().isEmpty()) {
                return Optional.of(Ruling.of(Verdict.UNKNOWN, match.place()));
            }
            if (match.applies().get()) {
                return Optional.of(Ruling.of(verdict(match.option(), verdict), match.place()));
            }
        }
        return Optional.empty();
    }

    // Options at the end of a line turn its file's meaning around: hosts_options(5).
    private static Verdict verdict(String option, Verdict usual) {
        String word = option.strip().toLowerCase(Locale.ROOT);
        if (word.endsWith("deny")) {
            return Verdict.FAILED;
        }
        return word.endsWith("allow") ? Verdict.HEALTHY : usual;
    }

    private static List<Match> matches(SystemFiles files, String path, SshClient client) {
        List<Match> matches = new ArrayList<>();
        int number = 0;
        for (String line :
                files.text(path).map(it -> it.text().lines().toList()).orElse(List.of())) {
            number++;
            String text = line.strip();
            String place = path + ":" + number + ": " + text;
            Matcher parts = LINE.matcher(text);
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (!parts.matches() || text.endsWith("\\")) {
                matches.add(new Match(Optional.empty(), "", place));
            } else if (isAboutSshd(parts.group("daemons"))) {
                String option = parts.group("option");
                matches.add(new Match(isFrom(parts.group("clients"), client), option == null ? "" : option, place));
            }
        }
        return matches;
    }

    private static boolean isAboutSshd(String daemons) {
        List<String> words = List.of(daemons.strip().split("[\\s,]+", -1));
        return words.contains("sshd") || words.contains("ALL");
    }

    private static Optional<Boolean> isFrom(String clients, SshClient client) {
        List<String> words = List.of(clients.strip().split("[\\s,]+", -1));
        if (words.contains("EXCEPT")) {
            return Optional.empty();
        }
        boolean unsure = false;
        for (String word : words) {
            Optional<Boolean> one = isOne(word, client);
            if (one.equals(Optional.of(true))) {
                return one;
            }
            unsure |= one.isEmpty();
        }
        return unsure ? Optional.empty() : Optional.of(false);
    }

    // A prefix "192.0.2." and addresses in brackets; names would have to be asked for.
    private static Optional<Boolean> isOne(String word, SshClient client) {
        if (word.equals("ALL")) {
            return Optional.of(true);
        }
        if (word.equals("LOCAL")) {
            return Optional.of(false);
        }
        if (client.address().isEmpty()) {
            return Optional.empty();
        }
        String address = client.address().get().toString();
        if (word.matches("[0-9.]+\\.")) {
            return Optional.of(address.startsWith(word));
        }
        return IpRange.parse(word.replace("[", "").replace("]", ""))
                .map(it -> it.contains(client.address().get()));
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        String address = client.address().orElseThrow().toString();
        FileText before = files.text(ALLOW).orElse(FileText.of(""));
        String line = "sshd: " + (client.isV4() ? address : "[" + address + "]");
        return Edits.of(
                ALLOW,
                before.withText(TextLines.of(before.text()).insertAfter(0, line).toString()));
    }

    @Override
    public Edits disabling(SystemFiles files) {
        FileText before = files.text(DENY).orElse(FileText.of(""));
        return Edits.of(
                DENY,
                before.withText(TextLines.of(before.text())
                        .each(it -> it.isBlank() || it.startsWith("#") ? it : "#rescuekit# " + it)
                        .toString()));
    }
}
