package io.github.rescuekit.parse;

import io.github.rescuekit.model.PacketFilter.Action;
import io.github.rescuekit.model.PacketFilter.Field;
import io.github.rescuekit.model.PacketFilter.Match;
import io.github.rescuekit.model.PacketFilter.Place;
import io.github.rescuekit.model.PacketFilter.Rule;
import io.github.rescuekit.model.PacketFilter.Verb;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One rule of {@code nft(8)}: its matches, and what it does. */
final class NftRule {

    private static final Set<String> STATEMENTS = Set.of(
            "accept",
            "drop",
            "reject",
            "return",
            "continue",
            "jump",
            "goto",
            "queue",
            "counter",
            "log",
            "limit",
            "comment",
            "dnat",
            "snat",
            "redirect",
            "masquerade",
            "tproxy",
            "notrack",
            "synproxy",
            "flow");
    private static final Set<String> LOG_OPTIONS =
            Set.of("prefix", "level", "group", "snaplen", "queue-threshold", "flags");
    private static final Map<String, Verb> VERDICTS = Map.of(
            "accept", Verb.ACCEPT,
            "drop", Verb.DROP,
            "reject", Verb.DROP,
            "return", Verb.RETURN,
            "continue", Verb.CONTINUE,
            "jump", Verb.JUMP,
            "goto", Verb.GOTO);

    // A first packet over TCP has none of these.
    private static final Set<String> OTHER_PROTOCOLS =
            Set.of("icmp", "icmpv6", "udp", "udplite", "sctp", "dccp", "esp", "ah", "igmp", "comp", "arp");

    // The words of "& (fin|syn) == syn" and of "syn / syn,ack"
    private static final Pattern FLAGS =
            Pattern.compile("[&|()=!/,]+|(?:(?:fin|syn|rst|psh|ack|urg|ecn|cwr)\\|?)+|0x[0-9a-f]+");

    private static final Set<String> PACKETS_TO_ONE = Set.of("unicast", "host", "local");
    private static final Set<String> PACKETS_TO_MANY = Set.of("broadcast", "multicast", "anycast");

    private final List<String> words;
    private final Place place;
    private final List<Match> matches = new ArrayList<>();
    private final List<Rule> mapped = new ArrayList<>();
    private Optional<Action> action = Optional.empty();
    private int at;

    private NftRule(List<String> words, Place place) {
        this.words = words;
        this.place = place;
    }

    /** The rule; several for one that looks its verdict up in a map. */
    static List<Rule> parse(List<NftTokens.Token> tokens, Place place) {
        NftRule rule = new NftRule(
                tokens.stream()
                        .filter(it -> !it.text().equals("\n"))
                        .map(NftTokens.Token::text)
                        .toList(),
                place);
        while (rule.at < rule.words.size() && rule.action.isEmpty()) {
            rule.expression();
        }
        return rule.mapped.isEmpty()
                ? List.of(new Rule(place, rule.matches, rule.action.orElse(Action.of(Verb.CONTINUE))))
                : rule.mapped;
    }

    static Action verdict(String word) {
        return Action.of(VERDICTS.getOrDefault(word, Verb.UNKNOWN));
    }

    /** The elements of a set without their timeouts and comments: {@code { a, b timeout 1h, c-d }}. */
    static List<String> elements(List<NftTokens.Token> tokens) {
        return new NftRule(
                        tokens.stream()
                                .filter(it -> !it.text().equals("\n"))
                                .map(NftTokens.Token::text)
                                .toList(),
                        new Place("", 0, ""))
                .group().stream()
                        .map(it -> it.contains(" . ") ? it : it.split(" ", 2)[0])
                        .toList();
    }

    private String peek() {
        return at < words.size() ? words.get(at) : "";
    }

    private String next() {
        String word = peek();
        at++;
        return word;
    }

    private String value() {
        String word = next();
        return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
                ? word.substring(1, word.length() - 1)
                : word;
    }

    private void expression() {
        String word = next();
        switch (word) {
            case "accept", "drop", "reject", "return", "continue" -> action = Optional.of(verdict(word));
            case "jump", "goto" -> action = Optional.of(new Action(verdict(word).verb(), value()));
            case "queue", "dnat", "snat", "redirect", "masquerade", "tproxy", "synproxy" ->
                action = Optional.of(Action.of(Verb.UNKNOWN));
            case "counter" -> counter();
            case "log" -> log();
            case "limit" -> limit();
            case "comment", "flow" -> next();
            case "notrack", "{", "}", "(", ")", "," -> {}
            case "tcp", "th" -> transport(word);
            case "ip", "ip6" -> address(word);
            case "ct" -> connection();
            case "meta" -> meta(next());
            case "iif", "iifname", "oif", "oifname", "mark", "pkttype", "l4proto", "nfproto" -> meta(word);
            case "fib" -> route();
            case "add", "update", "delete" -> dynamic();
            default -> other(word);
        }
    }

    private void other(String word) {
        if (OTHER_PROTOCOLS.contains(word)) {
            matches.add(Match.of(Field.NEVER));
            next();
            operand();
        } else {
            matches.add(Match.of(Field.UNKNOWN, word));
            skipToStatement();
        }
    }

    private void counter() {
        if (peek().equals("name")) {
            at += 2;
        } else if (peek().equals("packets")) {
            at += 4;
        }
    }

    // "log prefix "SSH " level info flags tcp sequence,options"
    private void log() {
        while (LOG_OPTIONS.contains(peek())) {
            boolean hasKind = next().equals("flags") && Set.of("tcp", "ip").contains(peek());
            at += hasKind ? 1 : 0;
            operand();
        }
    }

    // "limit rate over 10/minute burst 5 packets"; a connection that comes alone is below any limit.
    private void limit() {
        if (next().equals("name")) {
            next();
            matches.add(Match.of(Field.UNKNOWN));
            return;
        }
        boolean over = peek().equals("over");
        at += over ? 2 : 1;
        // "10 mbytes/second"
        at += peek().contains("/") ? 1 : 0;
        at += peek().equals("burst") ? 3 : 0;
        matches.add(Match.of(over ? Field.NEVER : Field.ALWAYS));
    }

    private void transport(String protocol) {
        if (protocol.equals("tcp")) {
            matches.add(Match.of(Field.PROTOCOL, "tcp"));
        }
        switch (next()) {
            case "dport" -> relation(Field.DESTINATION_PORT);
            case "sport" -> relation(Field.SOURCE_PORT);
            case "flags" -> flags();
            default -> {
                matches.add(Match.of(Field.UNKNOWN));
                skipToStatement();
            }
        }
    }

    private void flags() {
        int begin = at;
        while (FLAGS.matcher(peek()).matches()) {
            at++;
        }
        if (begin == at) {
            operand();
        }
        matches.add(TcpFlags.match(String.join("", words.subList(begin, at))));
    }

    private void address(String family) {
        matches.add(Match.of(Field.FAMILY, family.equals("ip") ? "ipv4" : "ipv6"));
        switch (next()) {
            case "saddr" -> relation(Field.SOURCE_ADDRESS);
            case "protocol", "nexthdr" -> relation(Field.PROTOCOL);
            default -> relation(Field.UNKNOWN);
        }
    }

    private void connection() {
        String key = next();
        if (key.equals("state")) {
            relation(Field.STATE);
        } else if (key.equals("count") && peek().equals("over")) {
            matches.add(Match.of(Field.NEVER));
            at += 2;
        } else {
            assignedOr(key, Field.UNKNOWN);
        }
    }

    private void meta(String key) {
        switch (key) {
            case "l4proto" -> relation(Field.PROTOCOL);
            case "nfproto" -> relation(Field.FAMILY);
            case "iif", "iifname" -> relation(Field.INTERFACE);
            // A packet that comes in has no interface to go out on.
            case "oif", "oifname" -> relation(Field.UNKNOWN);
            case "pkttype" -> kindOfPacket();
            default -> assignedOr(key, Field.UNKNOWN);
        }
    }

    // "meta mark set 1" decides nothing, "meta mark 1" asks.
    private void assignedOr(String key, Field field) {
        if (peek().equals("set")) {
            at++;
            operand();
        } else if (!key.isEmpty()) {
            relation(field);
        }
    }

    // "fib daddr type { broadcast, multicast } drop"
    private void route() {
        if (next().equals("daddr") && next().equals("type")) {
            kindOfPacket();
        } else {
            matches.add(Match.of(Field.UNKNOWN));
            skipToStatement();
        }
    }

    private void kindOfPacket() {
        boolean negated = negation();
        Set<String> kinds = new LinkedHashSet<>(operand());
        Field field = kinds.stream().anyMatch(PACKETS_TO_ONE::contains)
                ? Field.ALWAYS
                : PACKETS_TO_MANY.containsAll(kinds) ? Field.NEVER : Field.UNKNOWN;
        matches.add(new Match(field, List.of(), negated));
    }

    // "update @meter { ip saddr limit rate over 4/minute }" matches above the limit.
    private void dynamic() {
        next();
        String inside = String.join(" ", group());
        matches.add(Match.of(
                inside.contains("limit rate over") || inside.contains("ct count over") ? Field.NEVER : Field.ALWAYS));
    }

    private void relation(Field field) {
        if (peek().equals("vmap")) {
            at++;
            map(field);
            return;
        }
        // "ip saddr . tcp dport { ... }", "ct mark & 1 == 1"
        if (Set.of(".", "&", "|", "^", "map", ">", "<", ">=", "<=").contains(peek())) {
            matches.add(Match.of(Field.UNKNOWN));
            skipToStatement();
            return;
        }
        boolean negated = negation();
        List<String> values = operand().stream()
                .map(it -> field == Field.DESTINATION_PORT || field == Field.SOURCE_PORT ? ServiceNames.port(it) : it)
                .toList();
        matches.add(
                new Match(values.stream().anyMatch(it -> it.contains(" . ")) ? Field.UNKNOWN : field, values, negated));
    }

    private boolean negation() {
        boolean negated = peek().equals("!=");
        at += negated || peek().equals("==") ? 1 : 0;
        return negated;
    }

    // "ct state vmap { established : accept, related : accept, invalid : drop }"
    private void map(Field field) {
        for (String element : group()) {
            int colon = element.lastIndexOf(':');
            String key = colon < 0 ? element : element.substring(0, colon).strip();
            String[] verdict = element.substring(colon + 1).strip().split(" ", 2);
            List<Match> all = new ArrayList<>(matches);
            all.add(Match.of(
                    colon < 0 ? Field.UNKNOWN : field, field == Field.DESTINATION_PORT ? ServiceNames.port(key) : key));
            mapped.add(
                    new Rule(place, all, new Action(verdict(verdict[0]).verb(), verdict.length > 1 ? verdict[1] : "")));
        }
        if (mapped.isEmpty()) {
            matches.add(Match.of(Field.UNKNOWN));
            action = Optional.of(Action.of(Verb.UNKNOWN));
        }
    }

    /** A value, a list with commas, a set in braces, or a named set. */
    private List<String> operand() {
        if (peek().equals("{")) {
            return group();
        }
        List<String> values = new ArrayList<>(List.of(value()));
        while (peek().equals(",")) {
            at++;
            values.add(value());
        }
        return values;
    }

    /** The elements between braces, each with its words joined. */
    private List<String> group() {
        List<String> elements = new ArrayList<>();
        if (!peek().equals("{")) {
            return List.of(next());
        }
        at++;
        StringBuilder element = new StringBuilder();
        while (at < words.size() && !peek().equals("}")) {
            String word = value();
            if (word.equals(",")) {
                elements.add(element.toString().strip());
                element.setLength(0);
            } else {
                element.append(word).append(' ');
            }
        }
        at++;
        elements.add(element.toString().strip());
        elements.removeIf(String::isEmpty);
        return elements;
    }

    private void skipToStatement() {
        while (at < words.size() && !STATEMENTS.contains(peek())) {
            at++;
        }
    }
}
