package io.github.rescuekit.parse;

import io.github.rescuekit.model.PacketFilter;
import io.github.rescuekit.model.PacketFilter.Action;
import io.github.rescuekit.model.PacketFilter.Chain;
import io.github.rescuekit.model.PacketFilter.Field;
import io.github.rescuekit.model.PacketFilter.Hook;
import io.github.rescuekit.model.PacketFilter.Match;
import io.github.rescuekit.model.PacketFilter.Place;
import io.github.rescuekit.model.PacketFilter.Rule;
import io.github.rescuekit.model.PacketFilter.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what {@code iptables-restore(8)} loads. A condition that it does not know becomes one that nobody can judge; no rule
 * is left out.
 */
public final class IptablesRules {

    private static final Map<String, Verb> TARGETS = Map.ofEntries(
            Map.entry("ACCEPT", Verb.ACCEPT),
            Map.entry("DROP", Verb.DROP),
            Map.entry("REJECT", Verb.DROP),
            Map.entry("TARPIT", Verb.DROP),
            Map.entry("RETURN", Verb.RETURN),
            Map.entry("LOG", Verb.CONTINUE),
            Map.entry("NFLOG", Verb.CONTINUE),
            Map.entry("ULOG", Verb.CONTINUE),
            Map.entry("MARK", Verb.CONTINUE),
            Map.entry("CONNMARK", Verb.CONTINUE),
            Map.entry("CT", Verb.CONTINUE),
            Map.entry("NOTRACK", Verb.CONTINUE),
            Map.entry("TOS", Verb.CONTINUE),
            Map.entry("DSCP", Verb.CONTINUE),
            Map.entry("TTL", Verb.CONTINUE),
            Map.entry("TCPMSS", Verb.CONTINUE),
            Map.entry("CHECKSUM", Verb.CONTINUE),
            Map.entry("AUDIT", Verb.CONTINUE),
            Map.entry("SET", Verb.CONTINUE),
            Map.entry("CLASSIFY", Verb.CONTINUE));

    private static final Set<String> UNDECIDED =
            Set.of("QUEUE", "NFQUEUE", "DNAT", "REDIRECT", "SNAT", "MASQUERADE", "TPROXY", "NETMAP", "SYNPROXY");

    // What they mean for the first packet of a connection that comes alone.
    private static final Set<String> BELOW_LIMIT =
            Set.of("--limit", "--hashlimit-upto", "--hashlimit", "--connlimit-upto");
    private static final Set<String> ABOVE_LIMIT = Set.of("--hashlimit-above", "--connlimit-above");
    private static final Set<String> WITH_A_VALUE = Set.of(
            "--limit-burst",
            "--comment",
            "--hashlimit-burst",
            "--hashlimit-mode",
            "--hashlimit-name",
            "--hashlimit-htable-expire",
            "--hashlimit-htable-size",
            "--hashlimit-htable-max",
            "--hashlimit-htable-gcinterval",
            "--hashlimit-srcmask",
            "--hashlimit-dstmask",
            "--connlimit-mask",
            "--seconds",
            "--hitcount",
            "--name",
            "--mask",
            "-m",
            "--match");
    private static final Set<String> PLAIN = Set.of("--rsource", "--rdest", "--connlimit-saddr", "--rttl", "--reap");

    private static final class Building {

        private Optional<Hook> hook = Optional.empty();
        private final List<Rule> rules = new ArrayList<>();
    }

    private final String family;
    private final Map<List<String>, Building> chains = new LinkedHashMap<>();
    private String table = "filter";

    private IptablesRules(String family) {
        this.family = family;
    }

    /**
     * Reads the text.
     *
     * @param file its path, for the places of the rules
     * @param family {@code ip} or {@code ip6}
     */
    public static PacketFilter parse(String file, String family, String text) {
        IptablesRules rules = new IptablesRules(family);
        Lines lines = new Lines(text);
        while (lines.next()) {
            rules.line(new Place(file, lines.number(), lines.line().strip()));
        }
        return new PacketFilter(rules.chains.entrySet().stream()
                .map(it -> new Chain(it.getKey().get(0), it.getKey().get(1), it.getValue().hook, it.getValue().rules))
                .toList());
    }

    private void line(Place place) {
        String text = place.text();
        if (text.isEmpty() || text.startsWith("#") || text.equals("COMMIT")) {
            return;
        }
        if (text.startsWith("*")) {
            table = text.substring(1).strip();
        } else if (text.startsWith(":")) {
            String[] words = text.substring(1).split("\\s+", -1);
            policy(words[0], words.length > 1 ? words[1] : "-", place);
        } else {
            command(words(text), place);
        }
    }

    private void policy(String chain, String policy, Place place) {
        Building building = building(chain);
        if (!policy.equals("-")) {
            building.hook = Optional.of(new Hook(
                    chain.toLowerCase(Locale.ROOT),
                    table.equals("nat") ? "nat" : "filter",
                    Action.of(TARGETS.getOrDefault(policy, Verb.UNKNOWN)),
                    place));
        }
    }

    private Building building(String chain) {
        return chains.computeIfAbsent(List.of(family + " " + table, chain), it -> new Building());
    }

    private void command(List<String> words, Place place) {
        // "[0:0] -A INPUT ...": counters of iptables-save -c
        int at = words.get(0).startsWith("[") ? 1 : 0;
        String verb = at < words.size() ? words.get(at) : "";
        String chain = at + 1 < words.size() ? words.get(at + 1) : "";
        List<String> rest = words.subList(Math.min(at + 2, words.size()), words.size());
        switch (verb) {
            case "-A", "--append" -> building(chain).rules.add(rule(rest, place));
            case "-I", "--insert" -> insert(chain, rest, place);
            case "-N", "--new-chain" -> building(chain);
            case "-P", "--policy" -> policy(chain, rest.isEmpty() ? "" : rest.get(0), place);
            case "-F", "--flush" -> building(chain).rules.clear();
            default -> unread(place);
        }
    }

    private void insert(String chain, List<String> rest, Place place) {
        boolean numbered = !rest.isEmpty() && rest.get(0).matches("\\d{1,6}");
        List<Rule> rules = building(chain).rules;
        int position = numbered ? Integer.parseInt(rest.get(0)) - 1 : 0;
        rules.add(
                Math.max(0, Math.min(position, rules.size())),
                rule(numbered ? rest.subList(1, rest.size()) : rest, place));
    }

    // It may do anything: the outcome is unknown, whatever the other rules say.
    private void unread(Place place) {
        Building building = building(place.toString());
        building.hook = Optional.of(new Hook("input", "filter", Action.of(Verb.ACCEPT), place));
        building.rules.add(new Rule(place, List.of(), Action.of(Verb.UNKNOWN)));
    }

    private Rule rule(List<String> words, Place place) {
        List<Match> matches = new ArrayList<>();
        Action action = Action.of(Verb.CONTINUE);
        boolean negated = false;
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (word.equals("!")) {
                negated = true;
                at++;
                continue;
            }
            if (Set.of("-j", "--jump", "-g", "--goto").contains(word)) {
                action = action(word, at + 1 < words.size() ? words.get(at + 1) : "");
                break;
            }
            at += match(words, at, negated, matches);
            negated = false;
        }
        return new Rule(place, matches, action);
    }

    private static Action action(String option, String target) {
        if (UNDECIDED.contains(target)) {
            return Action.of(Verb.UNKNOWN);
        }
        Verb verb = TARGETS.get(target);
        Verb jump = option.equals("-j") || option.equals("--jump") ? Verb.JUMP : Verb.GOTO;
        return verb == null ? new Action(jump, target) : Action.of(verb);
    }

    /** Adds the condition that begins at a word, and tells how many words it has. */
    private static int match(List<String> words, int at, boolean negatedBefore, List<Match> matches) {
        String option = words.get(at);
        // "--dport ! 22" is the old way to say "! --dport 22".
        boolean negatedAfter = at + 1 < words.size() && words.get(at + 1).equals("!");
        int value = at + (negatedAfter ? 2 : 1);
        String argument = value < words.size() ? words.get(value) : "";
        boolean negated = negatedBefore || negatedAfter;
        int used = value + 1 - at;
        if (WITH_A_VALUE.contains(option)) {
            return used;
        }
        if (PLAIN.contains(option)) {
            return 1;
        }
        switch (option) {
            case "-p", "--protocol", "--proto" -> matches.add(protocol(argument, negated));
            case "-s", "--source", "--src", "--src-range" -> matches.add(list(Field.SOURCE_ADDRESS, argument, negated));
            case "--dport", "--destination-port", "--dports", "--destination-ports" ->
                matches.add(ports(Field.DESTINATION_PORT, argument, negated));
            case "--sport", "--source-port", "--sports", "--source-ports" ->
                matches.add(ports(Field.SOURCE_PORT, argument, negated));
            case "-i", "--in-interface" -> matches.add(list(Field.INTERFACE, argument, negated));
            case "--state", "--ctstate" -> matches.add(list(Field.STATE, argument.toLowerCase(Locale.ROOT), negated));
            case "--dst-type" ->
                matches.add(new Match(
                        argument.equals("LOCAL")
                                ? Field.ALWAYS
                                : Set.of("BROADCAST", "MULTICAST", "ANYCAST").contains(argument)
                                        ? Field.NEVER
                                        : Field.UNKNOWN,
                        List.of(),
                        negated));
            case "--tcp-flags" -> {
                String flags = value + 1 < words.size() ? words.get(value + 1) : "";
                matches.add(TcpFlags.match(TcpFlags.flags(argument), TcpFlags.flags(flags), negated));
                return used + 1;
            }
            case "--match-set" -> {
                matches.add(new Match(Field.UNKNOWN, List.of("ipset " + argument), negated));
                return used + 1;
            }
            case "--syn", "--set" -> {
                matches.add(new Match(Field.ALWAYS, List.of(), negated));
                return 1;
            }
            case "--update", "--rcheck" -> {
                matches.add(new Match(Field.NEVER, List.of(), negated));
                return 1;
            }
            case "-f", "--fragment" -> {
                matches.add(new Match(Field.NEVER, List.of(), negated));
                return 1;
            }
            default -> {
                return limitOrUnknown(words, at, negated, matches);
            }
        }
        return used;
    }

    private static int limitOrUnknown(List<String> words, int at, boolean negated, List<Match> matches) {
        String option = words.get(at);
        if (BELOW_LIMIT.contains(option) || ABOVE_LIMIT.contains(option)) {
            matches.add(new Match(BELOW_LIMIT.contains(option) ? Field.ALWAYS : Field.NEVER, List.of(), negated));
            return 2;
        }
        matches.add(Match.of(Field.UNKNOWN, option));
        return 1;
    }

    private static Match protocol(String name, boolean negated) {
        return name.equals("all") || name.equals("0")
                ? new Match(Field.ALWAYS, List.of(), negated)
                : list(Field.PROTOCOL, name.toLowerCase(Locale.ROOT), negated);
    }

    private static Match list(Field field, String values, boolean negated) {
        return new Match(field, List.of(values.split(",", -1)), negated);
    }

    // "22:25" is a range; so is "1024:".
    private static Match ports(Field field, String values, boolean negated) {
        List<String> ports = new ArrayList<>();
        for (String value : values.split(",", -1)) {
            String[] ends = value.split(":", -1);
            ports.add(
                    ends.length == 1
                            ? ServiceNames.port(value)
                            : (ends[0].isEmpty() ? "0" : ServiceNames.port(ends[0])) + "-"
                                    + (ends[1].isEmpty() ? "65535" : ServiceNames.port(ends[1])));
        }
        return new Match(field, ports, negated);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char c : (line + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        return words.isEmpty() ? List.of("") : words;
    }
}
