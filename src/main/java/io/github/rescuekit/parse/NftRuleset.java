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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a script of {@code nft(8)} as {@code nftables.service} loads it. What it does not understand becomes a rule that
 * nobody can judge; it is never left out.
 */
public final class NftRuleset {

    private static final int DEEPEST_INCLUDE = 16;
    private static final Set<String> FAMILIES = Set.of("ip", "ip6", "inet", "arp", "bridge", "netdev");
    private static final Set<String> HARMLESS =
            Set.of("list", "reset", "monitor", "undefine", "ct", "counter", "quota");
    private static final Set<String> VERBS =
            Set.of("add", "create", "insert", "flush", "delete", "destroy", "replace", "rename");

    private static final class Building {

        private Optional<Hook> hook = Optional.empty();
        private final List<Rule> rules = new ArrayList<>();
    }

    private final Function<String, Map<String, String>> include;
    private final Map<String, List<NftTokens.Token>> defined = new LinkedHashMap<>();
    private final Map<List<String>, Building> chains = new LinkedHashMap<>();
    private final Map<List<String>, List<String>> sets = new LinkedHashMap<>();

    private final List<Chain> unread = new ArrayList<>();

    private NftRuleset(Function<String, Map<String, String>> include) {
        this.include = include;
    }

    /**
     * Reads a script.
     *
     * @param file its path, for the places of the rules
     * @param include gives the files that an {@code include} names, by their paths
     */
    public static PacketFilter parse(String file, String text, Function<String, Map<String, String>> include) {
        NftRuleset ruleset = new NftRuleset(include);
        ruleset.read(file, text, 0);
        return ruleset.filter();
    }

    private PacketFilter filter() {
        Stream<Chain> read = chains.entrySet().stream()
                .map(it -> new Chain(
                        it.getKey().get(0),
                        it.getKey().get(1),
                        it.getValue().hook,
                        it.getValue().rules.stream()
                                .map(rule -> resolved(it.getKey().get(0), rule))
                                .toList()));
        return new PacketFilter(Stream.concat(unread.stream(), read).toList());
    }

    private Rule resolved(String table, Rule rule) {
        return new Rule(
                rule.place(),
                rule.matches().stream().map(it -> resolved(table, it)).toList(),
                rule.action());
    }

    private Match resolved(String table, Match match) {
        if (match.values().size() != 1 || !match.values().get(0).startsWith("@")) {
            return match;
        }
        List<String> elements = sets.get(List.of(table, match.values().get(0).substring(1)));
        return elements == null
                ? Match.of(Field.UNKNOWN, match.values().get(0))
                : new Match(match.field(), elements, match.negated());
    }

    private void read(String file, String text, int depth) {
        NftTokens tokens = new NftTokens(file, text);
        while (!tokens.atEnd()) {
            List<NftTokens.Token> statement = tokens.statement();
            if (!statement.isEmpty()) {
                command(tokens, statement, depth);
            }
        }
    }

    private void command(NftTokens tokens, List<NftTokens.Token> statement, int depth) {
        List<NftTokens.Token> words = substituted(statement);
        String first = words.get(0).text();
        int at = VERBS.contains(first) && words.size() > 1 ? 1 : 0;
        switch (words.get(at).text()) {
            case "include" -> included(words, depth, tokens.place(words.get(0)));
            case "define", "redefine" ->
                defined.put(words.get(1).text(), words.subList(Math.min(3, words.size()), words.size()));
            case "ruleset" -> {
                chains.clear();
                sets.clear();
            }
            case "table" -> table(tokens, words, at, first);
            case "chain" -> chain(tokens, words, at, first);
            case "rule" -> rule(tokens, words, at, first);
            case "set", "map", "element" -> element(words, at, first);
            default -> {
                if (!HARMLESS.contains(words.get(at).text())) {
                    unread(tokens.place(words.get(0)));
                }
            }
        }
    }

    private void included(List<NftTokens.Token> words, int depth, Place place) {
        Map<String, String> files =
                include.apply(words.size() > 1 ? words.get(1).unquoted() : "");
        boolean isPattern = words.size() > 1 && words.get(1).text().contains("*");
        if (depth >= DEEPEST_INCLUDE || (files.isEmpty() && !isPattern)) {
            unread(place);
            return;
        }
        files.forEach((path, text) -> read(path, text, depth + 1));
    }

    // A line that may do anything: the outcome is unknown, whatever the other rules say.
    private void unread(Place place) {
        Rule anything = new Rule(place, List.of(), Action.of(Verb.UNKNOWN));
        Hook hook = new Hook("input", "filter", Action.of(Verb.ACCEPT), place);
        unread.add(new Chain("inet", place.toString(), Optional.of(hook), List.of(anything)));
    }

    private void table(NftTokens tokens, List<NftTokens.Token> words, int at, String verb) {
        int name = hasFamily(words, at) ? at + 2 : at + 1;
        if (name >= words.size()) {
            unread(tokens.place(words.get(0)));
            return;
        }
        String table = tableName(words, at);
        if (verb.equals("delete") || verb.equals("destroy")) {
            chains.keySet().removeIf(it -> it.get(0).equals(table));
        } else if (verb.equals("flush")) {
            chains.forEach((key, building) -> {
                if (key.get(0).equals(table)) {
                    building.rules.clear();
                }
            });
        } else {
            block(words, name + 1).forEach(it -> inTable(tokens, table, it));
        }
    }

    private void inTable(NftTokens tokens, String table, List<NftTokens.Token> words) {
        String first = words.get(0).text();
        if (first.equals("chain") && words.size() > 1) {
            inChain(tokens, List.of(table, words.get(1).text()), block(words, 2));
        } else if ((first.equals("set") || first.equals("map")) && words.size() > 1) {
            set(List.of(table, words.get(1).text()), block(words, 2));
        } else if (!Set.of("comment", "counter", "quota", "limit", "flowtable", "ct", "synproxy", "secmark")
                .contains(first)) {
            unread(tokens.place(words.get(0)));
        }
    }

    private void inChain(NftTokens tokens, List<String> chain, List<List<NftTokens.Token>> statements) {
        Building building = chains.computeIfAbsent(chain, it -> new Building());
        for (List<NftTokens.Token> words : statements) {
            Place place = tokens.place(words.get(0));
            switch (words.get(0).text()) {
                case "type" -> building.hook = Optional.of(hook(words, place));
                case "policy" ->
                    building.hook = building.hook.map(it -> new Hook(
                            it.point(),
                            it.type(),
                            NftRule.verdict(words.get(words.size() - 1).text()),
                            place));
                case "comment", "devices", "device" -> {}
                default -> building.rules.addAll(NftRule.parse(words, place));
            }
        }
    }

    // "type filter hook input priority filter"; without a policy the kernel accepts.
    private static Hook hook(List<NftTokens.Token> words, Place place) {
        List<String> texts = words.stream().map(NftTokens.Token::text).toList();
        int hook = texts.indexOf("hook");
        return new Hook(
                hook >= 0 && hook + 1 < texts.size() ? texts.get(hook + 1) : "",
                texts.size() > 1 ? texts.get(1) : "",
                Action.of(Verb.ACCEPT),
                place);
    }

    private void chain(NftTokens tokens, List<NftTokens.Token> words, int at, String verb) {
        int name = hasFamily(words, at) ? at + 3 : at + 2;
        if (name >= words.size()) {
            unread(tokens.place(words.get(0)));
            return;
        }
        List<String> chain = List.of(tableName(words, at), words.get(name).text());
        if (verb.equals("delete") || verb.equals("destroy")) {
            chains.remove(chain);
        } else if (verb.equals("flush")) {
            chains.computeIfAbsent(chain, it -> new Building()).rules.clear();
        } else {
            inChain(tokens, chain, block(words, name + 1));
        }
    }

    private void rule(NftTokens tokens, List<NftTokens.Token> words, int at, String verb) {
        int chain = hasFamily(words, at) ? at + 3 : at + 2;
        Place place = tokens.place(words.get(0));
        if (chain + 1 >= words.size() || verb.equals("delete") || verb.equals("replace")) {
            unread(place);
            return;
        }
        List<Rule> rules = NftRule.parse(words.subList(chain + 1, words.size()), place);
        List<Rule> all = chains.computeIfAbsent(
                        List.of(tableName(words, at), words.get(chain).text()), it -> new Building())
                .rules;
        all.addAll(verb.equals("insert") ? 0 : all.size(), rules);
    }

    private void element(List<NftTokens.Token> words, int at, String verb) {
        int name = hasFamily(words, at) ? at + 3 : at + 2;
        if (name < words.size() && !verb.equals("delete")) {
            List<String> set = List.of(tableName(words, at), words.get(name).text());
            if (words.get(at).text().equals("element")) {
                sets.computeIfAbsent(set, it -> new ArrayList<>())
                        .addAll(NftRule.elements(words.subList(name + 1, words.size())));
            } else {
                set(set, block(words, name + 1));
            }
        }
    }

    // "type ipv4_addr; flags interval; elements = { 192.0.2.1, 198.51.100.0/24 }"
    private void set(List<String> name, List<List<NftTokens.Token>> statements) {
        List<String> elements = sets.computeIfAbsent(name, it -> new ArrayList<>());
        for (List<NftTokens.Token> words : statements) {
            if (words.get(0).text().equals("elements") && words.size() > 2) {
                elements.addAll(NftRule.elements(words.subList(2, words.size())));
            }
        }
    }

    private static boolean hasFamily(List<NftTokens.Token> words, int at) {
        return words.size() > at + 1 && FAMILIES.contains(words.get(at + 1).text());
    }

    private static String tableName(List<NftTokens.Token> words, int at) {
        return hasFamily(words, at) && words.size() > at + 2
                ? words.get(at + 1).text() + " " + words.get(at + 2).text()
                : "ip " + words.get(at + 1).text();
    }

    /** The statements between the braces that begin at a token. */
    private static List<List<NftTokens.Token>> block(List<NftTokens.Token> words, int at) {
        return at < words.size() && words.get(at).text().equals("{")
                ? NftTokens.statements(words.subList(at + 1, words.size() - (endsWithBrace(words) ? 1 : 0)))
                : List.of();
    }

    private static boolean endsWithBrace(List<NftTokens.Token> words) {
        return words.get(words.size() - 1).text().equals("}");
    }

    private List<NftTokens.Token> substituted(List<NftTokens.Token> words) {
        List<NftTokens.Token> all = new ArrayList<>();
        for (NftTokens.Token word : words) {
            List<NftTokens.Token> value =
                    word.text().startsWith("$") ? defined.get(word.text().substring(1)) : null;
            if (value == null) {
                all.add(word);
            } else {
                substituted(value).forEach(it -> all.add(new NftTokens.Token(it.text(), word.line())));
            }
        }
        return all;
    }
}
